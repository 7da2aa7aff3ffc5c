import { cutText } from "../report/plain-text.ts";
import type { CliHost } from "./command.ts";

const PAUSE_MS = 250;
const MAX_CHARS = 200;

/** Tells on stderr what is looked at, some four times a second at most: a comparison takes thousands of steps. */
export function createProgress({ clock, printError }: Pick<CliHost, "clock" | "printError">): (what: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (what) => {
    const now = clock.elapsed();
    if (now - last < PAUSE_MS) return;
    last = now;
    printError(`looking at ${cutText(what, MAX_CHARS)}`);
  };
}
