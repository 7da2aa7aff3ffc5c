import { globSync } from "node:fs";
import { contractFiles } from "../generators/contracts.ts";
import { failWith, hasFile, readText, ROOT } from "../workspace.ts";

/** Holds the pinned contracts against what the code would write now. */
export async function checkContracts(): Promise<string> {
  const expected = await contractFiles();
  const pinned = globSync("contracts/**/*.{json,wit}", { cwd: ROOT });
  const problems = pinned
    .filter((path) => !expected.has(path))
    .map((path) => `${path} is pinned, but no schema makes it any more.`);
  for (const [path, content] of expected) {
    if (!hasFile(path)) problems.push(`${path} is not pinned yet.`);
    else if (readText(path) !== content) problems.push(`${path} differs at ${placeOf(path, readText(path), content)}.`);
  }
  failWith(
    problems,
    "The code and the pinned contracts disagree. If the change is meant, run `npx pnpm generate` and commit contracts/. A change that would break a client of a published version needs a new version instead (packages/interface/README.md).",
  );
  return `${expected.size} contracts`;
}

function placeOf(path: string, pinned: string, expected: string): string {
  if (path.endsWith(".json")) return firstDifference(JSON.parse(pinned), JSON.parse(expected));
  const lines = expected.split("\n");
  return `line ${pinned.split("\n").findIndex((line, at) => line !== lines[at]) + 1}`;
}

/** The JSON pointer of the first place where two documents differ. */
function firstDifference(one: unknown, other: unknown, pointer = ""): string {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return pointer || "(the whole document)";
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (JSON.stringify(left[key]) !== JSON.stringify(right[key])) {
      return firstDifference(left[key], right[key], `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  }
  return pointer;
}
