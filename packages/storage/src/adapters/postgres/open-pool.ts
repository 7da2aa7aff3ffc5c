import { Pool, type PoolClient } from "pg";
import { storageError } from "../../errors.ts";
import type { Dialect } from "../../migrations/dialect.ts";
import { MIGRATIONS, SCHEMA_VERSION } from "../../migrations/migrations.ts";
import { inTransaction } from "./in-transaction.ts";
import type { PostgresStorageOptions } from "./postgres-options.ts";

const DIALECT: Dialect = { byteText: 'TEXT COLLATE "C"', bigInteger: "BIGINT", keyedTable: "" };

// Any number that no other program's advisory locks are likely to use: "cordon" in ASCII.
const MIGRATION_LOCK = 0x636f72646f6e;

/** A pool, and the promise that its schema is up to date. */
export interface OpenPool {
  readonly pool: Pool;
  /** Resolves once the schema is up to date. What failed is tried again by the next call. */
  ready(): Promise<void>;
}

/** Opens a pool; nothing is connected yet. */
export function openPool(options: Required<PostgresStorageOptions>): OpenPool {
  const pool = new Pool({
    connectionString: options.connectionString,
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    // The server may be gone without a word; the client then stops waiting a little later than the server would.
    query_timeout: options.statementTimeoutMs + 1000,
    application_name: "cordon",
  });
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  let migrated: Promise<void> | undefined;
  return {
    pool,
    async ready() {
      migrated ??= inTransaction(pool, migrate);
      try {
        await migrated;
      } catch (error) {
        migrated = undefined;
        throw error;
      }
    },
  };
}

async function migrate(client: PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await client.query("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
  const { rows } = await client.query<{ readonly version: string }>("SELECT version FROM schema_version");
  const found = Number(rows[0]?.version ?? 0);
  if (found > SCHEMA_VERSION) throw storageError("storage/schema-too-new", { found, known: SCHEMA_VERSION });
  if (found === SCHEMA_VERSION) return;
  for (const { version, statements } of MIGRATIONS) {
    if (version > found) for (const statement of statements(DIALECT)) await client.query(statement);
  }
  await client.query("DELETE FROM schema_version");
  await client.query("INSERT INTO schema_version (version) VALUES ($1)", [SCHEMA_VERSION]);
}
