import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { convertFolder, findWast2json, runFolder } from "./_wast-folder.ts";
import type { WastCount } from "./_wast-runner.ts";

const OWN = fileURLToPath(new URL("wast", import.meta.url));
// The copy of the core test suite, as of 2017, that is part of this package on npm.
const METERING = dirname(createRequire(import.meta.url).resolve("wasm-metering/package.json"));
const SUITE = join(METERING, "test/wabt/third_party/testsuite");
const MISSING = "wast2json is not there: install Debian's package wabt to run this";

const converter = await findWast2json();
const isCi = process.env["CI"] !== undefined;

beforeAll(() => {
  if (isCi && converter === undefined) throw new Error(MISSING);
});

test.skipIf(converter === undefined && !isCi)("metering changes nothing that our own assertions see", async () => {
  const { counts, notConverted } = await runConverted(OWN);
  expect(notConverted).toEqual([]);
  expect(total(counts, ({ agreed }) => agreed)).toBeGreaterThanOrEqual(70);
  expect(all(counts, ({ unmet }) => unmet)).toEqual([]);
  expect(all(counts, ({ differences }) => differences)).toEqual([]);
});

test.skipIf(converter === undefined && !isCi)("metering changes nothing that the core test suite sees", async () => {
  expect(existsSync(SUITE)).toBe(true);
  const { counts } = await runConverted(SUITE);
  expect(all(counts, ({ differences }) => differences)).toEqual([]);
  // What is not met is what WebAssembly itself has changed since: several memories, mutable globals that are shared.
  expect(all(counts, ({ unmet }) => unmet).length).toBeLessThan(40);
  expect(total(counts, ({ agreed }) => agreed)).toBeGreaterThan(10_000);
});

interface Converted {
  readonly counts: ReadonlyMap<string, WastCount>;
  readonly notConverted: readonly string[];
}

async function runConverted(from: string): Promise<Converted> {
  const to = await mkdtemp(join(tmpdir(), "cordon-wast-"));
  const notConverted = await convertFolder(from, to);
  return { counts: await runFolder(to), notConverted };
}

function total(counts: ReadonlyMap<string, WastCount>, of: (count: WastCount) => number): number {
  return [...counts.values()].reduce((sum, count) => sum + of(count), 0);
}

function all(counts: ReadonlyMap<string, WastCount>, of: (count: WastCount) => readonly string[]): readonly string[] {
  return [...counts].flatMap(([file, count]) => of(count).map((each) => `${file}: ${each}`));
}
