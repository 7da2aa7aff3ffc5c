import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Dialect } from "../../migrations/dialect.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "../../migrations/migrations.ts";
import { storageError } from "../../errors.ts";
import { fromSqlite } from "./sqlite-errors.ts";

const DIALECT: Dialect = { byteText: "TEXT", bigInteger: "INTEGER", keyedTable: " WITHOUT ROWID" };

// One statement may block the thread for this long while another process writes; longer waits are split up around timers.
const BUSY_SLICE_MS = 20;
// Another process that starts at the same moment may be migrating.
const OPEN_BUSY_MS = 5000;

/** Opens the file for this user alone, sets it up for concurrent readers, and brings its schema up to date. */
export function openDatabase(file: string, durability: "full" | "normal"): DatabaseSync {
  return fromSqlite(() => {
    if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const database = new DatabaseSync(file, { timeout: OPEN_BUSY_MS });
    try {
      if (file !== ":memory:") chmodSync(file, 0o600);
      database.exec("PRAGMA journal_mode = WAL");
      database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
      migrate(database);
      database.exec(`PRAGMA busy_timeout = ${BUSY_SLICE_MS}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function migrate(database: DatabaseSync): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const found = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (found > SCHEMA_VERSION) throw storageError("storage/schema-too-new", { found, known: SCHEMA_VERSION });
    for (const { version, statements } of MIGRATIONS) {
      if (version > found) for (const statement of statements(DIALECT)) database.exec(statement);
    }
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
