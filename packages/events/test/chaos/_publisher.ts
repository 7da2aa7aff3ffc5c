// Publishes the events whose confirmation is not in its file yet, and writes down each that is confirmed.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { chaosBus } from "./_bus.ts";
import { chaosEvent, COUNT, TOPIC } from "./_messages.ts";

const [url = "", file = ""] = process.argv.slice(2);
const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
const confirmed = new Set(lines.map(Number));
const { signal } = new AbortController();
const bus = chaosBus(url);
const left = Array.from({ length: COUNT }, (_, id) => id).filter((id) => !confirmed.has(id));
const next = left.values();

// Forty at a time, so that each kill finds some that were sent and are not confirmed.
const publishNext = async (): Promise<void> => {
  for (const id of next) {
    await bus.publish({ event: chaosEvent(id), topic: TOPIC }, signal);
    appendFileSync(file, `${id}\n`);
    // Spread over seconds, for there to be something to kill; a busy machine is slower by itself.
    if (id % 4 === 0) await new Promise((resolve) => void setTimeout(resolve, 40));
  }
};
await Promise.all(Array.from({ length: 40 }, publishNext));
await bus[Symbol.asyncDispose]();
process.send?.("done");
process.disconnect?.();
