import { join } from "node:path";
import { AppError, type JsonObject } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { pluginCases } from "../src/conformance/index.ts";
import { buildPlugin, type PluginFiles, readPluginFolder, scaffoldPlugin } from "../src/index.ts";
import { harnessPorts, temporaryFolder } from "./_folder.ts";
import { filesOf, manifestOf } from "./_plugin-files.ts";

const ports = harnessPorts();
const BEFORE_CALLS = /^the (?:manifest|code)/;
const GOOD = "return value(input);";
const STORAGE = { capabilities: { storage: { maxBytes: 1000, maxKeys: 10 } } };

/** Each is wrong in one way, and fails the cases that are named, and no other. */
const WRONG: Readonly<Record<string, { readonly files: PluginFiles; readonly fails: readonly string[] }>> = {
  "a digest of other code": {
    files: { ...filesOf(GOOD), manifest: manifestOf(Buffer.from("other")) },
    fails: ["the manifest's digest is that of the code", "the code loads"],
  },
  "code that does not load": { files: broken("export const plugin = 1;"), fails: ["the code loads"] },
  "another version than its manifest's": {
    files: filesOf(GOOD, { manifest: { version: "2.0.0" } }),
    fails: ["the code loads"],
  },
  "an operation without an example": {
    files: { ...filesOf(GOOD), examples: [] },
    fails: ["every operation has an example"],
  },
  "an example of nothing": {
    files: {
      ...filesOf(GOOD),
      examples: [
        { operation: "run", input: 1 },
        { operation: "walk", input: 1 },
      ],
    },
    fails: ["every operation has an example", "every example is answered", "bad input"],
  },
  "an example that is not true": {
    files: { ...filesOf(GOOD), examples: [{ operation: "run", input: 1, output: 2 }] },
    fails: ["every example is answered"],
  },
  "an example that is refused in place of a value": {
    files: filesOf('return { kind: "refused", reason: "no" };'),
    fails: ["every example is answered"],
  },
  "output that its schema does not let out": {
    files: filesOf(GOOD, { manifest: { operations: { run: { input: true, output: { type: "number" } } } } }),
    fails: ["every example is answered", "bad input", "without what it asks for"],
  },
  "a time of the day in its answer": { files: filesOf("return value(context.now());"), fails: [] },
  "a count in a variable": { files: filesOf("count += 1; return value(count);"), fails: [] },
  "a loop that bad input gets it into": {
    files: filesOf("while (input === null); return value(input);"),
    fails: ["bad input"],
  },
  "no output for bad input": { files: filesOf("return input === 1e21 ? null : value(input);"), fails: [] },
  "more output than there may be, for bad input": {
    files: filesOf('return value(input === 1e21 ? "x".repeat(300_000) : input);'),
    fails: ["bad input"],
  },
  "more asked for than used": { files: filesOf(GOOD, { manifest: STORAGE }), fails: ["it asks for nothing"] },
  "a crash where something is denied": {
    files: filesOf('await context.storage.put("x", 1).catch(() => { for (;;); }); return value(1);', {
      manifest: STORAGE,
    }),
    fails: ["without what it asks for"],
  },
};

describe.each(Object.keys(WRONG))("%s", (name) => {
  test("fails the cases that are about it, and no other", async () => {
    const { files, fails } = WRONG[name] ?? { files: filesOf(GOOD), fails: [] };
    const failed: string[] = [];
    for (const each of pluginCases) {
      const isGood = await each
        .run(async () => ({ ...ports, files }))
        .then(
          () => true,
          (error: unknown) => requireReadable(error),
        );
      if (!isGood) failed.push(each.name);
    }
    // Of what does not load, nothing can be called.
    const about = fails.includes("the code loads") ? failed.filter((each) => BEFORE_CALLS.test(each)) : failed;
    expect(about).toEqual(fails.map((head) => expect.stringContaining(head) as string));
  });
});

test("a module that asks for what it does not import fails the case that is about it", async () => {
  const dir = join(await temporaryFolder(), "probe");
  await scaffoldPlugin({ dir, id: "probe", template: "assemblyscript" });
  await buildPlugin({ dir });
  const files = await readPluginFolder(dir);
  const manifest = JSON.parse(files.manifest) as { readonly capabilities: JsonObject };
  const capabilities = { ...manifest.capabilities, events: { publish: ["primes"] } };
  const changed = { ...files, manifest: JSON.stringify({ ...manifest, capabilities }) };
  const unused = pluginCases.find(({ name }) => name.startsWith("it asks for nothing"));
  await expect(unused?.run(async () => ({ ...ports, files }))).resolves.toBeUndefined();
  await expect(unused?.run(async () => ({ ...ports, files: changed }))).rejects.toThrow(/asks for more/);
});

test("an invalid manifest fails the case that is about it", async () => {
  const files = { ...filesOf(GOOD), manifest: "{}" };
  await expect(pluginCases[0]?.run(async () => ({ ...ports, files }))).rejects.toMatchObject({
    code: "plugin/invalid-manifest",
  });
});

function requireReadable(error: unknown): false {
  expect(AppError.is(error) || (error as Error).name === "AssertionError").toBe(true);
  expect((error as Error).message).toMatch(/^[A-Z"a-z]/);
  return false;
}

function broken(source: string): PluginFiles {
  const code = Buffer.from(source);
  const manifest: JsonObject = {};
  return { ...filesOf(GOOD), code, manifest: manifestOf(code, manifest) };
}
