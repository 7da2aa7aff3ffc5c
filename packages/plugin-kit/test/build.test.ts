import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "@cordon/core";
import { digestOf, parseManifest } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { buildPlugin, createPluginHarness, readPluginFolder } from "../src/index.ts";
import { harnessPorts, temporaryFolder } from "./_folder.ts";

const ports = harnessPorts();
const MANIFEST: JsonObject = {
  manifestVersion: 1,
  id: "probe",
  version: "1.0.0",
  apiVersion: "^1.0",
  entry: { kind: "javascript", file: "probe.js" },
  operations: { run: { input: true, output: true } },
  limits: { fuel: 30_000_000 },
};
const PLUGIN = `import { PLUGIN_API_VERSION } from "@cordon/core";
import { answer } from "./answer.ts";
export const plugin = {
  metadata: { id: "probe", version: "1.0.0", apiVersion: PLUGIN_API_VERSION, operations: ["run"] },
  invoke: async ({ input }: { input: unknown }) => ({ kind: "value", value: answer(input) }),
};`;
const ANSWER = "export const answer = (input: unknown): unknown => [input];";

async function folderOf(files: Readonly<Record<string, string>>, manifest: JsonObject = MANIFEST): Promise<string> {
  const dir = await temporaryFolder();
  const all = { "plugin.json": JSON.stringify(manifest), ...files };
  for (const [file, text] of Object.entries(all)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
  return dir;
}

test("several files become one module without imports, under the digest that its manifest says", async () => {
  const dir = await folderOf({ "src/plugin.ts": PLUGIN, "src/answer.ts": ANSWER });
  const { files } = await buildPlugin({ dir });
  expect(files).toEqual([join(dir, "dist/probe.js"), join(dir, "dist/plugin.json")]);
  const code = await readFile(join(dir, "dist/probe.js"));
  expect(code.toString()).not.toMatch(/\bimport\b/);
  const manifest = parseManifest(await readFile(join(dir, "dist/plugin.json")));
  expect(manifest.entry).toMatchObject({ digest: digestOf(code) });
  await using harness = await createPluginHarness({ ...ports, files: await readPluginFolder(dir) });
  const { outcome } = await harness.call("run", 1, new AbortController().signal);
  expect(outcome).toEqual({ kind: "output", output: { kind: "value", value: [1] } });
});

test("where a plugin and what it imports lie makes no difference", async () => {
  const files = { "src/plugin.ts": PLUGIN, "src/answer.ts": ANSWER };
  const [one, other] = [await folderOf(files), join(await folderOf({}), "some", "where")];
  await cp(one, other, { recursive: true });
  const core = join(other, "node_modules", "@cordon");
  await mkdir(core, { recursive: true });
  await symlink(fileURLToPath(new URL("../../core", import.meta.url)), join(core, "core"));
  const [first, second] = [await buildPlugin({ dir: one }), await buildPlugin({ dir: other })];
  expect(second.manifest).toEqual(first.manifest);
});

test("a plugin in JavaScript, and another source and folder, build as well", async () => {
  const dir = await folderOf({ "lib/main.js": "export default { metadata: {}, invoke() {} };" });
  const { files } = await buildPlugin({ dir, source: "lib/main.js", out: "built" });
  expect(files[0]).toBe(join(dir, "built/probe.js"));
});

test("a signature of before is left out, and so is a digest", async () => {
  const signature = { algorithm: "ed25519", keyId: "me", value: `${"A".repeat(86)}==` };
  const entry = { kind: "javascript", file: "probe.js", digest: "sha256:old" };
  const dir = await folderOf({ "src/plugin.ts": PLUGIN, "src/answer.ts": ANSWER }, { ...MANIFEST, entry, signature });
  expect((await buildPlugin({ dir })).manifest).not.toHaveProperty("signature");
});

test.each([
  ["a module of Node", 'import { readFile } from "node:fs"; export const plugin = readFile;', "node:fs"],
  [
    "a module from a URL",
    'import x from "https://example.com/x.js"; export const plugin = x;',
    "https://example.com/x.js",
  ],
  ["a module that is nowhere", 'import x from "not-there"; export const plugin = x;', "not-there"],
  ["what is no TypeScript", "export const plugin = {;", "src/plugin.ts:1:"],
])("%s is refused, and said to be", async (_what, source, named) => {
  const dir = await folderOf({ "src/plugin.ts": source });
  await expect(buildPlugin({ dir })).rejects.toMatchObject({
    code: "kit/build-failed",
    message: expect.stringContaining(named),
  });
});

test("a manifest that is not valid is said to be before anything is built", async () => {
  const dir = await folderOf({ "src/plugin.ts": "no code" }, { ...MANIFEST, version: "one" });
  await expect(buildPlugin({ dir })).rejects.toMatchObject({ code: "plugin/invalid-manifest" });
  const noEntry = await folderOf({}, { ...MANIFEST, entry: "plugin.js" });
  await expect(buildPlugin({ dir: noEntry })).rejects.toMatchObject({ code: "plugin/invalid-manifest" });
  const memory = await folderOf({}, { ...MANIFEST, entry: { kind: "memory", name: "probe" } });
  await expect(buildPlugin({ dir: memory })).rejects.toMatchObject({ code: "kit/build-failed" });
});

test("a folder without what it should have says what is missing", async () => {
  const empty = await temporaryFolder();
  await expect(buildPlugin({ dir: empty })).rejects.toMatchObject({
    code: "kit/file",
    message: /plugin\.json is not there/,
  });
  await expect(readPluginFolder(empty)).rejects.toMatchObject({ code: "kit/file", message: /cordon-plugin build/ });
  const noSource = await folderOf({});
  await expect(buildPlugin({ dir: noSource })).rejects.toMatchObject({ code: "kit/file", message: /src\/plugin\.ts/ });
});

test.each([
  ["examples.json", "{"],
  ["examples.json", '[{"operation":"run"}]'],
  ["examples.json", '[{"operation":"run","input":1,"refused":"yes"}]'],
  ["http.json", '[{"method":"GET"}]'],
])("%s that is %s is refused by its name", async (file, text) => {
  const dir = await folderOf({ "src/plugin.ts": PLUGIN, "src/answer.ts": ANSWER, [file]: text });
  await buildPlugin({ dir });
  await expect(readPluginFolder(dir)).rejects.toMatchObject({
    code: "kit/file",
    message: expect.stringContaining(file),
  });
});

test("errors of AssemblyScript are shown", async () => {
  const entry = { kind: "wasm", file: "plugin.wasm" };
  const source = 'export { alloc } from "cordon";\nexport function run(): i64 { return nothing; }';
  const dir = await folderOf({ "assembly/plugin.ts": source }, { ...MANIFEST, entry });
  await expect(buildPlugin({ dir })).rejects.toMatchObject({ code: "kit/build-failed", message: /nothing/ });
});
