import { globSync } from "node:fs";
import { failWith, readText, ROOT } from "../workspace.ts";

const MOST_LINES = 300;

/** Sees that no source file is over 300 lines, and says what the median is. */
export async function checkFileLengths(): Promise<string> {
  const sources = globSync("{packages,apps}/*/src/**/*.ts", { cwd: ROOT }).filter((path) => !path.endsWith(".test.ts"));
  if (sources.length === 0) throw new Error("No source file was found, so there was nothing to measure.");
  const lengths = sources.map((path) => ({ path, lines: readText(path).split("\n").length - 1 }));
  const long = lengths.filter(({ lines }) => lines > MOST_LINES);
  failWith(
    long.map(({ path, lines }) => `${path} has ${lines} lines.`),
    `A file has at most ${MOST_LINES}. Look for the second idea in it.`,
  );
  const sorted = lengths.map(({ lines }) => lines).sort((one, other) => one - other);
  return `${sources.length} files, median ${sorted[Math.floor(sorted.length / 2)]} lines, longest ${sorted.at(-1)}`;
}
