import type { Migration } from "./dialect.ts";

/** Every step, oldest first. Both adapters run these and no others. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    statements: ({ byteText, bigInteger, keyedTable }) => [
      `CREATE TABLE records (
        collection ${byteText} NOT NULL,
        key ${byteText} NOT NULL,
        revision ${bigInteger} NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (collection, key)
      )${keyedTable}`,
    ],
  },
];

/** The schema that this version of the package reads and writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.at(-1)?.version ?? 0;
