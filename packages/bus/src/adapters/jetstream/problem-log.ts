import { AppError, type Clock, type Logger } from "@cordon/core";

const MAX_RECORDS = 20;
const PERIOD_MS = 1000;

/** Tells of what goes wrong in a bridge. */
export interface ProblemLog {
  readonly tell: (level: "warn" | "error", message: string, problem: unknown) => void;
}

/**
 * Makes a log that takes twenty records a second, and then says how many it left out: whoever may send to the broker must not fill a disk. Of an
 * error it tells the code and, of this project's own, the message; what others say of it may repeat what was read.
 */
export function createProblemLog(logger: Logger, clock: Clock): ProblemLog {
  let begun = clock.elapsed();
  let told = 0;
  return {
    tell(level, message, problem) {
      const now = clock.elapsed();
      if (now - begun >= PERIOD_MS) {
        const leftOut = told - MAX_RECORDS;
        begun = now;
        told = 0;
        if (leftOut > 0) logger.log("warn", "problems of the bridge were left out of the log", { leftOut });
      }
      told += 1;
      if (told <= MAX_RECORDS) logger.log(level, message, fieldsOf(problem));
    },
  };
}

function fieldsOf(problem: unknown): Readonly<Record<string, unknown>> {
  if (AppError.is(problem)) return { code: problem.code, problem: problem.message };
  return { problem: problem instanceof Error ? problem.name : typeof problem };
}
