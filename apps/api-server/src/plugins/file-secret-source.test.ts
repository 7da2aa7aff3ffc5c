import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLogger } from "@cordon/core";
import { SECRET_FIXTURE, secretSourceCases } from "@cordon/plugin-runtime/conformance";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runSuite } from "../../../../tools/testing/run-suite.ts";
import { openFileSecretSource } from "./file-secret-source.ts";

const PROJECT = `prj_${"a".repeat(26)}`;
const OTHER = `prj_${"b".repeat(26)}`;
const NEVER = new AbortController().signal;

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cordon-secrets-"));
  file = join(folder, "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: unknown, mode = 0o600): void => {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  chmodSync(file, mode);
};
const open = () => {
  const logger = createMemoryLogger();
  return openFileSecretSource({ file, logger }).then((source) => ({
    logger,
    find: (scope: string, name: string) => source.find({ scope, name }, NEVER),
  }));
};

runSuite(secretSourceCases, async () => {
  write(SECRET_FIXTURE);
  return openFileSecretSource({ file, logger: createMemoryLogger() });
});

test("a secret is found by its project and name, and in no other project", async () => {
  write({ [PROJECT]: { API_KEY: "one-two-three" }, [OTHER]: { OTHER_KEY: "four-five-six" } });
  const { find } = await open();
  expect(await find(PROJECT, "API_KEY")).toBe("one-two-three");
  expect(await find(OTHER, "API_KEY")).toBeUndefined();
  expect(await find(PROJECT, "OTHER_KEY")).toBeUndefined();
  expect(await find("__proto__", "toString")).toBeUndefined();
});

test("a file that was changed is read again", async () => {
  write({ [PROJECT]: { API_KEY: "one-two-three" } });
  const { find } = await open();
  write({ [PROJECT]: { API_KEY: "another-value" } });
  expect(await find(PROJECT, "API_KEY")).toBe("another-value");
});

test.each<readonly [what: string, change: () => void]>([
  ["that others may read now", () => chmodSync(file, 0o644)],
  ["that is gone", () => rmSync(file)],
  ["that is JSON no more", () => write("{")],
])("a file %s has no secrets, and the log says so once without a value", async (_what, change) => {
  write({ [PROJECT]: { API_KEY: "one-two-three" } });
  const { find, logger } = await open();
  change();
  expect(await find(PROJECT, "API_KEY")).toBeUndefined();
  expect(await find(PROJECT, "API_KEY")).toBeUndefined();
  expect(logger.records).toMatchObject([{ level: "error" }]);
  expect(JSON.stringify(logger.records)).not.toContain("one-two-three");
  write({ [PROJECT]: { API_KEY: "mended-value" } });
  expect(await find(PROJECT, "API_KEY")).toBe("mended-value");
});

test.each<readonly [what: string, content: unknown, mode: number, said: RegExp]>([
  ["others may read", {}, 0o644, /mode 644.*Give it mode 600/],
  ["a group may write", {}, 0o620, /mode 620/],
  ["is no JSON", '{"hunter2hunter2', 0o600, /^is not JSON$/],
  ["is a list", ["hunter2hunter2"], 0o600, /object of objects/],
  ["names no project", { hunter2hunter2: {} }, 0o600, /project 1 that is no project's id/],
  ["has a name that is none", { [PROJECT]: { hunter2hunter2: "x" } }, 0o600, /secret 1 of project 1/],
  ["has a value that is no text", { [PROJECT]: { A: 12_345_678 } }, 0o600, /value for secret 1 of project 1/],
  ["has a value that is short", { [PROJECT]: { A: "x".repeat(10), B: "hunter2" } }, 0o600, /secret 2 of project 1/],
  ["has a value that no header takes", { [PROJECT]: { A: "hunter2\r\nhunter2" } }, 0o600, /secret 1 of project 1/],
  ["is larger than 1 MiB", " ".repeat(1_048_577), 0o600, /larger than/],
])("a file that %s is refused, and no value is repeated", async (_what, content, mode, said) => {
  write(content, mode);
  const message = await open().then(
    () => "opened",
    (error: Error) => error.message,
  );
  expect(message).toMatch(said);
  expect(message).not.toContain("hunter2");
});

test("a link is followed, and going over to another file is noticed", async () => {
  for (const version of ["one", "two"]) {
    const content = JSON.stringify({ [PROJECT]: { API_KEY: `version-${version}` } });
    writeFileSync(join(folder, version), content, { mode: 0o600 });
  }
  symlinkSync(join(folder, "one"), file);
  const { find } = await open();
  expect(await find(PROJECT, "API_KEY")).toBe("version-one");
  rmSync(file);
  symlinkSync(join(folder, "two"), file);
  expect(await find(PROJECT, "API_KEY")).toBe("version-two");
});

test("a file that is not there and a folder are refused without a path", async () => {
  await expect(open()).rejects.toThrow(/^is not there$/);
  mkdirSync(file, { mode: 0o700 });
  await expect(open()).rejects.toThrow(/^is not a file$/);
});
