/** How a PostgreSQL database is reached. */
export interface PostgresStorageOptions {
  /** `postgres://user:password@host:5432/database`; never appears in an error or a log. */
  readonly connectionString: string;
  /** Connections held at most; further calls wait for one. Default 10. */
  readonly maxConnections?: number;
  /** How long reaching the database, or waiting for a free connection, may take. Default 5000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, its wait for another commit included. Default 10000. */
  readonly statementTimeoutMs?: number;
}

/** The defaults of `PostgresStorageOptions`. */
export const POSTGRES_DEFAULTS = { maxConnections: 10, connectTimeoutMs: 5000, statementTimeoutMs: 10_000 } as const;

/** Checks the options and fills in the defaults. */
export function resolvePostgresOptions(options: PostgresStorageOptions): Required<PostgresStorageOptions> {
  const resolved = { ...POSTGRES_DEFAULTS, ...options };
  if (!URL.canParse(resolved.connectionString)) {
    throw new TypeError("connectionString must look like postgres://user:password@host:5432/database.");
  }
  for (const name of ["maxConnections", "connectTimeoutMs", "statementTimeoutMs"] as const) {
    const value = resolved[name];
    if (Number.isInteger(value) && value >= 1 && value <= 600_000) continue;
    throw new RangeError(`${name} must be a whole number from 1 to 600000, and is ${value}.`);
  }
  return Object.freeze(resolved);
}
