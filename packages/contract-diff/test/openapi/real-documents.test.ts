import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, test } from "vitest";
import { findOpenApiDocuments, OPENAPI_RELEASES } from "../../../../tools/testing/openapi-documents.ts";
import { type ComparedFiles, compareFiles } from "./_compare-files.ts";

// A gigabyte of documents is no part of the repository.
const MISSING = "needs documents of GitHub's API: node tools/testing/openapi-documents.ts fetches them";
const CHILD = join(import.meta.dirname, "_compare-files.ts");
const HEAP_MIB = 800;
const MINUTE = 60_000;

const folder = findOpenApiDocuments();
const [before, after] = OPENAPI_RELEASES.map(({ version }) => join(folder ?? "", version)) as [string, string];
const names = folder === undefined ? [] : readdirSync(after).filter((name) => readdirSync(before).includes(name));
const documents = names.filter((name) => name.endsWith(".json") && !name.endsWith(".deref.json"));
const written = names
  .filter((name) => name.endsWith(".deref.json"))
  .toSorted((one, other) => sizeOf(one) - sizeOf(other));

test("in CI, there are documents of the size that real ones have", () => {
  if (process.env["CI"] && folder === undefined) throw new Error(`It ${MISSING}. Set CONTRACT_DIFF_OPENAPI_DOCUMENTS.`);
  if (folder !== undefined) expect(documents.length).toBeGreaterThanOrEqual(5);
});

test.skip.each(folder === undefined ? ["comparing large documents"] : [])(`%s ${MISSING}`, () => {});

describe.each(documents)("%s", (name) => {
  test(
    "is compared with its next release: all of it is looked at, decided, and shown by documents",
    { timeout: MINUTE },
    async () => {
      const { examined, changes, unknown, unshown } = await compareFiles(join(before, name), join(after, name));
      expect(examined).toBeGreaterThan(1000);
      expect(changes).toBeGreaterThan(100);
      // A handful may stay open, and the first beyond it is shown.
      expect(unknown.slice(5)).toEqual([]);
      expect(unshown).toEqual([]);
    },
  );

  test("is the same as itself", { timeout: MINUTE }, async () => {
    const { examined, changes } = await compareFiles(join(after, name), join(after, name));
    expect(examined).toBeGreaterThan(1000);
    expect(changes).toBe(0);
  });
});

// Every reference is replaced by what it leads to there. What is left is the same in hundreds of places, and must not take hundredfold memory.
describe.each([...new Set([...written.slice(0, 1), ...written.slice(-1)])])(
  "%s, without a single reference",
  (name) => {
    test(`is compared with its next release in ${HEAP_MIB} MiB of heap`, { timeout: 2 * MINUTE }, () => {
      const files = [join(before, name), join(after, name)];
      const text = execFileSync(process.execPath, [`--max-old-space-size=${HEAP_MIB}`, CHILD, ...files], {
        encoding: "utf8",
      });
      const { examined, changes, unknown, unshown, maxResidentMib } = JSON.parse(text) as ComparedFiles;
      expect(examined).toBeGreaterThan(1000);
      expect(changes).toBeGreaterThan(100);
      expect(unknown.slice(5)).toEqual([]);
      expect(unshown).toEqual([]);
      expect(maxResidentMib).toBeLessThan(1024);
    });
  },
);

function sizeOf(name: string): number {
  return statSync(join(after, name)).size;
}
