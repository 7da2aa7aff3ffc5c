import { storageCases } from "@cordon/core/conformance";
import { join } from "node:path";
import { describe } from "vitest";
import { createSqliteStorage } from "../src/adapters/sqlite/index.ts";
import { temporaryFolder } from "./_folder.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

describe("SQLite in a file", () => {
  runSuite(storageCases, async () => createSqliteStorage({ file: join(temporaryFolder(), "data", "cordon.db") }));
});

describe("SQLite in memory", () => {
  runSuite(storageCases, async () => createSqliteStorage({ file: ":memory:" }));
});
