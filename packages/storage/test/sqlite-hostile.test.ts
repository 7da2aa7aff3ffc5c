import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createSqliteStorage } from "../src/adapters/sqlite/index.ts";
import { never, temporaryFolder } from "./_folder.ts";

const put = (key: string) => ({ kind: "put", collection: "c", key, value: { key }, expect: "absent" }) as const;

test("kill -9 loses no acknowledged commit and leaves none by half", { timeout: 60_000 }, async () => {
  const file = join(temporaryFolder(), "cordon.db");
  const child = new URL("_commit-child.ts", import.meta.url).pathname;
  const acknowledged = new Set<string>();
  for (const from of [0, 1_000_000, 2_000_000]) {
    const process_ = spawn(process.execPath, [child, file, String(from)], { stdio: ["ignore", "pipe", "inherit"] });
    const before = acknowledged.size;
    let rest = "";
    process_.stdout.on("data", (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) acknowledged.add(line);
      if (acknowledged.size > before + 200) process_.kill("SIGKILL");
    });
    await once(process_, "close");
  }
  await using storage = createSqliteStorage({ file });
  const keys = async (collection: string): Promise<readonly string[]> => {
    const all: string[] = [];
    for (;;) {
      const after = all.at(-1);
      const page = await storage.list({ collection, limit: 1000, ...(after === undefined ? {} : { after }) }, never);
      all.push(...page.map(({ key }) => key));
      if (page.length < 1000) return all;
    }
  };
  const [left, right] = [await keys("left"), await keys("right")];
  expect(left).toEqual(right);
  expect([...acknowledged].filter((key) => !left.includes(key))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(600);
});

test("a file that is not a database is refused and left as it is", () => {
  const file = join(temporaryFolder(), "cordon.db");
  writeFileSync(file, "this is somebody's diary\n".repeat(100));
  const size = statSync(file).size;
  expect(() => createSqliteStorage({ file })).toThrow(
    expect.objectContaining({
      code: "storage/unavailable",
      details: { reason: "the file is not a sound SQLite database" },
    }),
  );
  expect(statSync(file).size).toBe(size);
});

test("a folder in place of the file is refused", () => {
  const file = join(temporaryFolder(), "cordon.db");
  mkdirSync(file);
  expect(() => createSqliteStorage({ file })).toThrow(
    expect.objectContaining({ code: "storage/unavailable", details: { reason: "the database file cannot be opened" } }),
  );
});

test("a path that runs through a file is refused", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  expect(() => createSqliteStorage({ file: join(folder, "file", "cordon.db") })).toThrow(
    expect.objectContaining({ code: "storage/unavailable" }),
  );
});

test("a database that a newer version wrote is refused and not touched", async () => {
  const file = join(temporaryFolder(), "cordon.db");
  await createSqliteStorage({ file })[Symbol.asyncDispose]();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 99");
  database.close();
  expect(() => createSqliteStorage({ file })).toThrow(
    expect.objectContaining({ code: "storage/schema-too-new", details: { found: 99, known: 1 } }),
  );
});

test("the file is for its owner alone, and so is a folder that was made for it", async () => {
  const file = join(temporaryFolder(), "data", "cordon.db");
  await using _storage = createSqliteStorage({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
});

test("a commit waits for another writer without holding the thread, and goes through when that one is done", async () => {
  const file = join(temporaryFolder(), "cordon.db");
  await using storage = createSqliteStorage({ file });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
    if (turns === 5) other.exec("COMMIT");
  }, 1);
  await storage.commit({ changes: [put("a")] }, never);
  clearInterval(ticking);
  other.close();
  expect(turns).toBeGreaterThanOrEqual(5);
});

test("a writer that never lets go makes a commit unavailable after the bound, and the next one works", async () => {
  const file = join(temporaryFolder(), "cordon.db");
  await using storage = createSqliteStorage({ file, busyTimeoutMs: 50 });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  await expect(storage.commit({ changes: [put("a")] }, never)).rejects.toMatchObject({
    code: "storage/unavailable",
    details: { reason: "another process holds the database" },
  });
  other.exec("COMMIT");
  other.close();
  expect(await storage.commit({ changes: [put("a")] }, never)).toEqual([1]);
});

test("a commit that is aborted while it waits for another writer changes nothing", async () => {
  const file = join(temporaryFolder(), "cordon.db");
  await using storage = createSqliteStorage({ file });
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  const caller = new AbortController();
  const commit = storage.commit({ changes: [put("a")] }, caller.signal);
  setTimeout(() => {
    caller.abort();
    other.exec("COMMIT");
  }, 30);
  await expect(commit).rejects.toMatchObject({ code: "core/aborted" });
  other.close();
  expect(await storage.get({ collection: "c", key: "a" }, never)).toBeUndefined();
});

test("of commits that share a transaction, one that conflicts does not take the others with it", async () => {
  await using storage = createSqliteStorage({ file: ":memory:" });
  const results = await Promise.allSettled(
    ["a", "b", "a", "c"].map((key) => storage.commit({ changes: [put(`${key}-first`), put(key)] }, never)),
  );
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  const keys = (await storage.list({ collection: "c", limit: 10 }, never)).map(({ key }) => key);
  expect(keys).toEqual(["a", "a-first", "b", "b-first", "c", "c-first"]);
});

test.each([
  [{ file: "" }, TypeError],
  [{ file: "x", busyTimeoutMs: -1 }, RangeError],
  [{ file: "x", durability: "none" as "full" }, TypeError],
])("the options %j are a programmer's mistake", (options, kind) => {
  expect(() => createSqliteStorage(options)).toThrow(kind);
});
