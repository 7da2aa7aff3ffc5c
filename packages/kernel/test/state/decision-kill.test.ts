import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createManualClock } from "@cordon/core/testing";
import { createSqliteStorage } from "@cordon/storage/sqlite";
import { expect, onTestFinished, test } from "vitest";
import { createDecisionLog, type DecisionLog } from "../../src/state/decision-log.ts";
import { never, temporaryFolder } from "./_storages.ts";

const CHILD = new URL("_append-child.ts", import.meta.url).pathname;
const FOR_EVER = String(1e9);

/** Starts a child and hears of each append that resolved in it. */
function startChild(args: readonly string[], onAppended: (line: string, child: ChildProcess) => void): ChildProcess {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onAppended(line, child);
  });
  return child;
}

async function allEntries(log: DecisionLog): Promise<ReadonlyMap<number, string>> {
  const hashes = new Map<number, string>();
  for (let before: number | undefined; ;) {
    const page = await log.recent({ limit: 100, ...(before === undefined ? {} : { before }) }, never);
    for (const { sequence, hash } of page) hashes.set(sequence, hash);
    before = page.at(-1)?.sequence;
    if (page.length < 100) return hashes;
  }
}

test(
  "kill -9 in the middle of appends leaves a sound log, with every append that resolved",
  { timeout: 60_000 },
  async () => {
    const file = join(temporaryFolder(), "cordon.db");
    const acknowledged = new Set<string>();
    for (const [run, kills] of [150, 311, 477].entries()) {
      const child = startChild([file, `run ${run}`, FOR_EVER], (line, running) => {
        acknowledged.add(line);
        if (acknowledged.size > kills) running.kill("SIGKILL");
      });
      await once(child, "close");
    }
    await using storage = createSqliteStorage({ file });
    const log = createDecisionLog({ storage, clock: createManualClock() });
    const verdict = await log.verify(never);
    expect(verdict.ok).toBe(true);
    const kept = await allEntries(log);
    const lost = [...acknowledged].filter((line) => {
      const [sequence = "", hash] = line.split(" ");
      return kept.get(Number(sequence)) !== hash;
    });
    expect(lost).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(477);
  },
);

test(
  "several processes write one chain, and one that is killed among them breaks nothing",
  { timeout: 90_000 },
  async () => {
    const file = join(temporaryFolder(), "cordon.db");
    await createSqliteStorage({ file })[Symbol.asyncDispose]();
    const lines: string[] = [];
    const doomed = startChild([file, "doomed", FOR_EVER], (line) => lines.push(line));
    const others = ["one", "other"].map((actor) =>
      startChild([file, actor, "12"], (line) => {
        lines.push(line);
        if (lines.length === 60) doomed.kill("SIGKILL");
      }),
    );
    const codes = await Promise.all(others.map((child) => once(child, "close")));
    doomed.kill("SIGKILL");
    expect(codes.map(([code]) => code as number)).toEqual([0, 0]);
    await using storage = createSqliteStorage({ file });
    const log = createDecisionLog({ storage, clock: createManualClock() });
    expect(await log.verify(never)).toMatchObject({ ok: true });
    expect(await log.byActor({ actor: "one", limit: 100 }, never)).toHaveLength(96);
    expect(await log.byActor({ actor: "other", limit: 100 }, never)).toHaveLength(96);
    expect(new Set(lines.map((line) => line.split(" ")[0])).size).toBe(lines.length);
  },
);
