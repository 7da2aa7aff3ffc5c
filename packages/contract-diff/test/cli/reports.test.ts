import { expect, test } from "vitest";
import { cli, folderOf, read, schema } from "./_cli.ts";

const FILES = { "old.json": schema("a"), "new.json": schema("a", "b") };
const ARGS = ["diff", "old.json", "new.json", "--flow", "in"];

test.each([
  ["json", '{\n  "version": 1,'],
  ["markdown", "<!-- contract-diff -->"],
  ["sarif", '"version": "2.1.0"'],
  ["github", "::error file=new.json,line=3,"],
  ["junit", "<?xml"],
  ["terminal", "new fails"],
])("the report %s goes to the output, and the exit code stays", async (format, start) => {
  const { code, out } = await cli(folderOf(FILES), [...ARGS, "--format", format]);
  expect(code).toBe(1);
  expect(out).toContain(start);
});

test("reports go to files, in folders that are made, and the terminal's to the output", async () => {
  const folder = folderOf(FILES);
  const { out } = await cli(folder, [...ARGS, "--format", "sarif=out/a=b.sarif", "--format", "junit=junit.xml"]);
  expect(out).toContain("new fails");
  expect(read(folder, "out/a=b.sarif")).toContain('"2.1.0"');
  expect(read(folder, "junit.xml")).toContain("<testsuites");
});

test("one report goes to the output beside those in files", async () => {
  const folder = folderOf(FILES);
  const { out } = await cli(folder, [...ARGS, "--format", "json", "--format", "terminal=report.txt"]);
  expect(JSON.parse(out)).toMatchObject({ passes: false });
  expect(read(folder, "report.txt")).toContain("new fails");
});

test("a report that cannot be written is told of: exit code 2", async () => {
  const folder = folderOf(FILES);
  const { code, err } = await cli(folder, [...ARGS, "--format", "json=new.json/out.json"]);
  expect(code).toBe(2);
  expect(err).toContain("could not be written");
});

test("what was wrongly asked for is told of before anything is read", async () => {
  const { err } = await cli(folderOf(), ["diff", "gone", "gone", "--format", "pdf"]);
  expect(err).toContain("--format is one of");
});
