// For users.
export { SQLITE_DEFAULTS } from "./sqlite-options.ts";
export type { SqliteStorageOptions } from "./sqlite-options.ts";
export { createSqliteStorage } from "./sqlite-storage.ts";
