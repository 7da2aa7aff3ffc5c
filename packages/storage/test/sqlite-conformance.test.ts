import { join } from "node:path";
import { describe } from "vitest";
import { createSqliteStorage } from "../src/adapters/sqlite/index.ts";
import { temporaryFolder } from "./_folder.ts";
import { runStorageSuite } from "./_register.ts";

describe("SQLite in a file", () => {
  runStorageSuite(async () => createSqliteStorage({ file: join(temporaryFolder(), "data", "cordon.db") }));
});

describe("SQLite in memory", () => {
  runStorageSuite(async () => createSqliteStorage({ file: ":memory:" }));
});
