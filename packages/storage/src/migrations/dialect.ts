/** The words in which SQLite and PostgreSQL differ. Everything else in a migration is the same SQL for both. */
export interface Dialect {
  /** A text column that compares byte by byte. */
  readonly byteText: string;
  /** A whole number of 64 bits. */
  readonly bigInteger: string;
  /** What follows the closing parenthesis of a table that is read by its primary key. */
  readonly keyedTable: string;
}

/** One step from one schema to the next. Steps are never changed once released: a new one is added. */
export interface Migration {
  readonly version: number;
  readonly statements: (dialect: Dialect) => readonly string[];
}
