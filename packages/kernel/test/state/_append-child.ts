// A process to be killed: appends decisions for ever, eight at a time, and prints each sequence and hash once its append has resolved.
import process from "node:process";
import { createSystemClock } from "@cordon/core/system";
import { createSqliteStorage } from "@cordon/storage/sqlite";
import { createDecisionLog } from "../../src/state/decision-log.ts";

const storage = createSqliteStorage({ file: process.argv[2] ?? "", busyTimeoutMs: 60_000 });
const actor = process.argv[3] ?? "";
const count = Number(process.argv[4]);
const signal = new AbortController().signal;
const log = createDecisionLog({ storage, clock: createSystemClock() });
for (let turn = 0; turn < count; turn += 1) {
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { sequence, hash } = await log.append(
        { actor, action: "go on", rationale: "not dead yet", inputs: { turn }, output: null, confidence: 1 },
        signal,
      );
      process.stdout.write(`${sequence} ${hash}\n`);
    }),
  );
}
