// A process to be killed: commits pairs of records for ever, and prints each number once its commit has resolved.
import process from "node:process";
import { createSqliteStorage } from "../src/adapters/sqlite/index.ts";

const storage = createSqliteStorage({ file: process.argv[2] ?? "" });
const signal = new AbortController().signal;
for (let from = Number(process.argv[3]); ; from += 8) {
  await Promise.all(
    Array.from({ length: 8 }, async (_, at) => {
      const key = String(from + at).padStart(9, "0");
      const halves = ["left", "right"].map(
        (collection) => ({ kind: "put", collection, key, value: { key }, expect: "absent" }) as const,
      );
      await storage.commit({ changes: halves }, signal);
      process.stdout.write(`${key}\n`);
    }),
  );
}
