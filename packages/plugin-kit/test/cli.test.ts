import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMemoryStorage } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createTrustStore, parseManifest } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { cli, temporaryFolder } from "./_folder.ts";

const COMMANDS = ["new", "build", "test", "check", "keygen", "sign", "install", "invoke"];

test("help names every command, and each has help of its own", async () => {
  const folder = await temporaryFolder();
  const { code, out } = await cli(folder, ["--help"]);
  expect(code).toBe(0);
  for (const name of COMMANDS) {
    expect(out).toContain(`  ${name} `);
    const help = await cli(folder, [name, "--help"]);
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining(`cordon-plugin ${name}`) });
  }
});

test.each([
  [[], ""],
  [["frob"], "There is no command frob."],
  [["build", "--frob"], "--frob"],
  [["build", "more"], "more"],
  [["new"], "name"],
  [["new", "a", "--template", "cobol"], "cobol"],
  [["new", "No Good"], "No Good"],
  [["test", "--deny", "everything"], "everything"],
  [["sign"], "--key"],
  [["keygen"], "file"],
  [["install"], "--token"],
  [["invoke"], "operation"],
])("%j is asked for wrongly: exit code 2", async (args, said) => {
  const folder = await temporaryFolder();
  // Where a plugin must be there before an argument is looked at, one is.
  await cli(folder, ["new", "probe"]);
  await cli(folder, ["build", "--dir", "probe"]);
  const dir = ["install", "test"].includes(args[0] ?? "") ? ["--dir", "probe"] : [];
  const { code, err } = await cli(folder, [...args, ...dir]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) });
});

test("a new plugin builds, answers its examples and is as it should be", async () => {
  const folder = await temporaryFolder();
  expect(await cli(folder, ["new", "probe"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("probe/src/plugin.ts"),
  });
  expect(await cli(folder, ["new", "probe"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("is there already"),
  });
  expect(await cli(folder, ["build", "--dir", "probe"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("probe 0.1.0"),
  });
  const tested = await cli(folder, ["test", "--dir", "probe"]);
  expect(tested.code).toBe(0);
  expect(tested.out).toMatch(/^fuel +[\d,]+ of 30,000,000$/m);
  expect(tested.out).toMatch(/^memory +[\d,]+ KiB of 8,192 KiB$/m);
  expect(tested.out).toMatch(/^time +[\d.]+ ms of 2,000 ms$/m);
  expect(tested.out).toMatch(/^host calls +storage get times, storage put times$/m);
  expect(tested.out).toMatch(/^denied +none$/m);
  expect(await cli(join(folder, "probe"), ["check"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("All 10 hold."),
  });
});

test("a call that fails, and a plugin that is not as it should be, exit with 1", async () => {
  const folder = await temporaryFolder();
  await cli(folder, ["new", "probe"]);
  await cli(folder, ["build", "--dir", "probe"]);
  const denied = await cli(folder, ["test", "greet", "--dir", "probe", "--deny", "storage"]);
  expect(denied).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^denied +storage get times \(plugin\/denied\)$/m),
  });
  await writeFile(join(folder, "input.json"), '{"name":1}');
  const wrong = await cli(folder, ["test", "greet", "input.json", "--dir", "probe"]);
  expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining("plugin/invalid-input") });
  await writeFile(join(folder, "probe/dist/plugin.js"), "export const plugin = 1;");
  const checked = await cli(folder, ["check", "--dir", "probe"]);
  expect(checked).toMatchObject({ code: 1, out: expect.stringMatching(/FAIL {2}the manifest's digest/) });
});

test("an operation without examples is said to have none", async () => {
  const folder = await temporaryFolder();
  await cli(folder, ["new", "probe"]);
  await cli(folder, ["build", "--dir", "probe"]);
  const { code, err } = await cli(folder, ["test", "walk", "--dir", "probe"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("no example of walk") });
});

test("a key that keygen made signs what a host that trusts it takes", async () => {
  const folder = await temporaryFolder();
  await cli(folder, ["new", "probe"]);
  await cli(folder, ["build", "--dir", "probe"]);
  expect(await cli(folder, ["keygen", "key"])).toMatchObject({ code: 0 });
  expect((await stat(join(folder, "key"))).mode & 0o077).toBe(0);
  expect(await cli(folder, ["keygen", "key"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("not overwritten"),
  });
  const sign = ["sign", "--key-id", "me", "--dir", "probe", "--key"];
  expect(await cli(folder, [...sign, "key"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("signed with me"),
  });
  expect(parseManifest(await readFile(join(folder, "probe/dist/plugin.json"))).signature?.keyId).toBe("me");
  const trust = createTrustStore({ storage: createMemoryStorage(), clock: createSystemClock() });
  const publicKey = await readFile(join(folder, "key.pub"), "utf8");
  await expect(
    trust.add({ keyId: "me", publicKey, plugins: ["*"] }, new AbortController().signal),
  ).resolves.toBeDefined();
  expect(await cli(folder, [...sign, "key.pub"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("no private Ed25519"),
  });
  expect(await cli(folder, [...sign, "nowhere"])).toMatchObject({ code: 1, err: expect.stringContaining("keygen") });
  // Who signed it makes no difference to how it behaves.
  expect((await cli(folder, ["test", "--dir", "probe"])).code).toBe(0);
});
