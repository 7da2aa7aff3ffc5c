import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, inject, onTestFinished, test } from "vitest";
import { findNats, startNats } from "../../../../tools/testing/nats-server.ts";
import { COUNT } from "./_messages.ts";
import { startWorker } from "./_worker.ts";

const SEED = Number(process.env["CORDON_CHAOS_SEED"] ?? 1);
const ROUNDS = 12;
const program = inject("natsUrl") === "" ? undefined : findNats();

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").length - 1 : 0;
}

test.skipIf(program === undefined)(
  `${COUNT} events survive SIGKILL of publisher, consumer and broker: none is lost, none is handled twice`,
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "cordon-chaos-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const confirmations = join(folder, "confirmed");
    const ledgerFile = join(folder, "ledger.sqlite");
    const nats = await startNats(program ?? "");
    onTestFinished(() => nats[Symbol.asyncDispose]());
    const publisher = startWorker("_publisher.ts", [nats.url, confirmations]);
    onTestFinished(() => publisher[Symbol.asyncDispose]());
    const consumer = startWorker("_consumer.ts", [nats.url, ledgerFile]);
    onTestFinished(() => consumer[Symbol.asyncDispose]());
    const random = createSeededRandom(SEED);
    const below = (limit: number): number => (random.bytes(1)[0] ?? 0) % limit;
    const killed = { publisher: 0, consumer: 0, broker: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Each round waits for progress, not for time: so it always hits a system at work.
      const goal = Math.min(COUNT, linesOf(confirmations) + 200 + below(200));
      while (linesOf(confirmations) < goal) await Promise.race([pause(20), publisher.done, consumer.done]);
      const victim = (["publisher", "consumer", "broker"] as const)[round < 3 ? round : below(3)] ?? "broker";
      if (victim === "broker") {
        await nats.stop("SIGKILL");
        await nats.start();
      } else if (!(await { publisher, consumer }[victim].kill())) continue;
      killed[victim] += 1;
    }
    await Promise.all([publisher.done, consumer.done]);
    using ledger = new DatabaseSync(ledgerFile, { readOnly: true });
    const query = (sql: string): number => Number(ledger.prepare(sql).get()?.["found"]);
    const report = {
      handled: query("SELECT count(*) AS found FROM handled"),
      distinct: query("SELECT count(DISTINCT id) AS found FROM handled WHERE id = CAST(effect AS TEXT)"),
      repeated: query("SELECT count(*) AS found FROM repeated"),
    };
    expect({ seed: SEED, killed, ...report }).toMatchObject({ handled: COUNT, distinct: COUNT });
    expect(Math.min(killed.publisher, killed.consumer, killed.broker)).toBeGreaterThan(0);
    // The ledger had something to recognise, or nothing was shown.
    expect(report.repeated).toBeGreaterThan(0);
    expect(linesOf(confirmations)).toBeGreaterThanOrEqual(COUNT);
  },
);
