/** How a SQLite file is opened and written. */
export interface SqliteStorageOptions {
  /** The database file; its folder is made when it is missing. `":memory:"` keeps everything in this process. */
  readonly file: string;
  /** How long a commit waits for another process that is writing. Default 5000. */
  readonly busyTimeoutMs?: number;
  /**
   * `"full"` (default) survives a loss of power after every commit. `"normal"` survives a crash of the process, and may lose
   * the last commits with the power.
   */
  readonly durability?: "full" | "normal";
}

/** The defaults of `SqliteStorageOptions`. */
export const SQLITE_DEFAULTS = { busyTimeoutMs: 5000, durability: "full" } as const;

/** Checks the options and fills in the defaults. */
export function resolveSqliteOptions(options: SqliteStorageOptions): Required<SqliteStorageOptions> {
  const resolved = { ...SQLITE_DEFAULTS, ...options };
  const { file, busyTimeoutMs, durability } = resolved;
  if (typeof file !== "string" || file === "")
    throw new TypeError(`file must be a path, and is ${JSON.stringify(file)}.`);
  if (!Number.isInteger(busyTimeoutMs) || busyTimeoutMs < 0 || busyTimeoutMs > 600_000) {
    throw new RangeError(`busyTimeoutMs must be a whole number from 0 to 600000, and is ${busyTimeoutMs}.`);
  }
  if (durability !== "full" && durability !== "normal") {
    throw new TypeError(`durability must be "full" or "normal", and is ${JSON.stringify(durability)}.`);
  }
  return Object.freeze(resolved);
}
