// Handles events idempotently: the ledger decides, in one transaction, whether an event was handled before.
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { chaosBus } from "./_bus.ts";
import { COUNT, TOPIC } from "./_messages.ts";

const [url = "", file = ""] = process.argv.slice(2);
const ledger = new DatabaseSync(file);
ledger.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS handled (id TEXT NOT NULL, effect INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS ledger (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS repeated (id TEXT NOT NULL);`);
const enter = ledger.prepare("INSERT INTO ledger (id) VALUES (?) ON CONFLICT DO NOTHING");
const handle = ledger.prepare("INSERT INTO handled (id, effect) VALUES (?, ?)");
const repeat = ledger.prepare("INSERT INTO repeated (id) VALUES (?)");
const count = ledger.prepare("SELECT count(*) AS count FROM ledger");

const { signal } = new AbortController();
const bus = chaosBus(url);
const subscription = await bus.subscribe(
  { topic: TOPIC, durable: "handler", from: "all", ackTimeoutMs: 2000, maxInFlight: 100, maxDeliveries: 1000 },
  signal,
);
const acknowledgements = new Set<Promise<void>>();
process.send?.("reading");
for await (const item of subscription) {
  if (item.kind !== "event") throw new Error("There is a gap.");
  const { id } = item.event;
  ledger.exec("BEGIN IMMEDIATE");
  if (enter.run(id).changes === 1) handle.run(id, (item.event.data as { id: number }).id);
  else repeat.run(id);
  ledger.exec("COMMIT");
  // Later than the handling, so that each kill finds some that were handled and are not acknowledged.
  const acknowledgement = pause(50)
    .then(item.ack)
    .catch(() => undefined);
  acknowledgements.add(acknowledgement);
  void acknowledgement.then(() => acknowledgements.delete(acknowledgement));
  if (Number(count.get()?.["count"]) === COUNT) break;
}
await Promise.all(acknowledgements);
await bus[Symbol.asyncDispose]();
ledger.close();
process.send?.("done");
process.disconnect?.();
