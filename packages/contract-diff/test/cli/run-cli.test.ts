import { expect, test } from "vitest";
import { cli, commit, folderOf, schema, tools, write } from "./_cli.ts";

const FILES = { "old.json": schema("a"), "same.json": schema("a"), "new.json": schema("a", "b") };

test("help names every command and the exit codes, and each command has help of its own", async () => {
  const folder = folderOf();
  const { code, out } = await cli(folder, ["--help"]);
  expect(code).toBe(0);
  expect(out).toContain("Exit codes: 0");
  for (const name of ["diff", "check", "pin", "explain", "matrix"]) {
    expect(out).toContain(`  ${name} `);
    expect(await cli(folder, [name, "--help"])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`contract-diff ${name}`),
    });
  }
});

test("the version is that of the tools", async () => {
  expect(await cli(folderOf(), ["--version"])).toEqual({ code: 0, out: "1.2.3", err: "" });
});

test("matrix prints the table", async () => {
  expect(await cli(folderOf(), ["matrix"])).toEqual({ code: 0, out: "| Keyword |", err: "" });
});

test.each([
  ["no command", []],
  ["a command that there is not", ["frob\u001b[31m"]],
  ["an option that there is not", ["diff", "old.json", "new.json", "--frob"]],
  ["an option without its value", ["diff", "old.json", "new.json", "--level"]],
  ["one contract", ["diff", "old.json"]],
  ["three contracts", ["diff", "old.json", "new.json", "same.json"]],
  ["a level that there is not", ["diff", "old.json", "new.json", "--level", "upward"]],
  ["a flow that there is not", ["diff", "old.json", "new.json", "--flow=up"]],
  ["no number of steps", ["diff", "old.json", "new.json", "--max-steps", "0"]],
  ["a report that there is not", ["diff", "old.json", "new.json", "--format", "pdf"]],
  ["two reports for the output", ["diff", "old.json", "new.json", "--format", "json", "--format", "sarif"]],
  ["a report for no file", ["diff", "old.json", "new.json", "--format", "json="]],
  ["a file that is not there", ["diff", "old.json", "gone.json"]],
  ["a file that is no contract", ["diff", "old.json", "package.json"]],
  ["a file that is no JSON", ["diff", "old.json", "broken.json"]],
  ["a folder without contracts", ["diff", "old.json", "empty"]],
  ["waivers that are not there", ["diff", "old.json", "new.json", "--waivers", "gone.json"]],
  ["a configuration that is not there", ["diff", "old.json", "new.json", "--config", "gone.json"]],
  ["a file with a mistake in it", ["diff", "old.json", "new.json", "--config", "old.json"]],
  ["waivers with a mistake in them", ["diff", "old.json", "new.json", "--waivers", "old.json"]],
  ["a revision where there is no repository", ["diff", "main:old.json", "new.json"]],
  ["a check of nothing", ["check"]],
  ["nothing to pin", ["pin"]],
  ["a package without a revision", ["check", "new.json", "--package", "package.json"]],
  ["nothing to explain", ["explain"]],
  ["a rule that there is not", ["explain", "schema/nothing"]],
  ["a revision that asks for help", ["check", "--against", "--help"]],
  ["a path that asks for help", ["check", "--against=main", "--", "--help"]],
  ["an argument too many", ["matrix", "more"]],
])("%s: exit code 2, in one plain line or the help", async (_name, args) => {
  const folder = folderOf({ ...FILES, "package.json": { name: "a" }, "broken.json": "{", "empty/readme.json": [1] });
  const { code, out, err } = await cli(folder, args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).not.toBe("");
  expect(err).not.toContain("\u001b");
  expect(err).not.toContain("\n    at ");
});

test("nothing that fails: exit code 0", async () => {
  const { code, out, err } = await cli(folderOf(FILES), ["diff", "old.json", "same.json"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("0 findings fail");
});

test("a finding that fails: exit code 1", async () => {
  const { code, out } = await cli(folderOf(FILES), ["diff", "old.json", "new.json", "--flow", "in"]);
  expect(code).toBe(1);
  expect(out).toContain("FAIL schema/required /b");
  expect(out).toContain("old old.json:3 /required, new new.json:3 /required");
});

test("a level that lets it pass: exit code 0", async () => {
  for (const level of ["forward", "none"])
    expect(
      await cli(folderOf(FILES), ["diff", "old.json", "new.json", "--flow", "in", "--level", level]),
    ).toMatchObject({
      code: 0,
    });
});

test("a version that is declared too small: exit code 1", async () => {
  const args = ["diff", "old.json", "new.json", "--flow", "in", "--level", "none", "--declared"];
  const folder = folderOf(FILES);
  expect(await cli(folder, [...args, "minor"])).toMatchObject({
    code: 1,
    out: expect.stringContaining("contract/version-too-small"),
  });
  expect(await cli(folder, [...args, "major"])).toMatchObject({ code: 0 });
  expect(await cli(folder, [...args, "minor", "--version-demand", "tell"])).toMatchObject({ code: 0 });
});

test("what could not be decided fails, and passes only where that is asked for", async () => {
  const changes = [
    {
      rule: "schema/x",
      breaks: "backward",
      bump: "major",
      certainty: "unknown",
      subject: "",
      path: "",
      message: "Why.",
    },
  ] as const;
  const jsonSchema = () => ({ changes, examined: 1 });
  const parts = { tools: { ...tools, comparers: { ...tools.comparers, jsonSchema } } };
  const folder = folderOf(FILES);
  expect(await cli(folder, ["diff", "old.json", "new.json"], parts)).toMatchObject({ code: 1 });
  expect(await cli(folder, ["diff", "old.json", "new.json", "--allow-unknown"], parts)).toMatchObject({ code: 0 });
});

test("a mistake of the program: exit code 3, with where it was", async () => {
  const jsonSchema = (): never => {
    throw new TypeError("not a function\u001b[31m");
  };
  const parts = { tools: { ...tools, comparers: { ...tools.comparers, jsonSchema } } };
  const { code, err } = await cli(folderOf(FILES), ["diff", "old.json", "new.json"], parts);
  expect(code).toBe(3);
  expect(err).toContain(String.raw`not a function\u001b[31m`);
  expect(err).toContain("mistake of contract-diff");
});

test("an abort ends it with exit code 2", async () => {
  expect(await cli(folderOf(FILES), ["diff", "old.json", "new.json"], { signal: AbortSignal.abort() })).toMatchObject({
    code: 2,
  });
});

test("colours are for terminals that want them", async () => {
  const folder = folderOf(FILES);
  const args = ["diff", "old.json", "new.json"];
  const coloured = async (more: readonly string[], parts: object): Promise<boolean> =>
    (await cli(folder, [...args, ...more], parts)).out.includes("\u001b");
  expect(await coloured([], { isTerminal: true })).toBe(true);
  expect(await coloured([], { isTerminal: true, env: { NO_COLOR: "" } })).toBe(true);
  expect(await coloured([], { isTerminal: false })).toBe(false);
  expect(await coloured(["--no-color"], { isTerminal: true })).toBe(false);
  expect(await coloured([], { isTerminal: true, env: { NO_COLOR: "1" } })).toBe(false);
  expect(await coloured(["--format", "json"], { isTerminal: true })).toBe(false);
});

test("verbose says on stderr what is looked at, and no more than four times a second", async () => {
  const jsonSchema: typeof tools.comparers.jsonSchema = (_old, _next, { onProgress }) => {
    for (let step = 0; step < 1000; step += 1) onProgress?.(`step ${step}`);
    return { changes: [], examined: 1 };
  };
  const parts = { tools: { ...tools, comparers: { ...tools.comparers, jsonSchema } } };
  const folder = folderOf(FILES);
  // The clock of these tests stands still.
  expect((await cli(folder, ["diff", "old.json", "new.json", "--verbose"], parts)).err).toBe("looking at new");
  expect((await cli(folder, ["diff", "old.json", "new.json"], parts)).err).toBe("");
});

test("explain says what a rule is for", async () => {
  const { code, out } = await cli(folderOf(), ["explain", "schema/required"]);
  expect(code).toBe(0);
  expect(out).toBe("schema/required: Required\n\nIt lacks it.\nInstead: Make it optional.\nBreaks: backward.");
});

test("explain shows a finding in full, found by its fingerprint", async () => {
  const folder = folderOf({ "contracts/order/v1.json": schema("a") });
  commit(folder);
  write(folder, { "contracts/order/v1.json": schema("a", "b") });
  const args = ["--against", "main", "--flow", "in"];
  const { out } = await cli(folder, ["check", ...args, "--format", "json"]);
  const { contracts } = JSON.parse(out) as { contracts: { findings: { fingerprint: string }[] }[] };
  const fingerprint = contracts[0]?.findings[0]?.fingerprint ?? "";
  const explained = await cli(folder, ["explain", fingerprint, ...args]);
  expect(explained.code).toBe(0);
  expect(explained.out).toContain("schema/required in order/v1 fails");
  expect(explained.out).toContain("It lacks it.");
  expect(await cli(folder, ["explain", "0".repeat(16), ...args])).toMatchObject({ code: 2 });
});

test.each(["__proto__", "constructor", "toString"])("%s is no rule", async (name) => {
  expect(await cli(folderOf(), ["explain", name])).toMatchObject({ code: 2 });
});
