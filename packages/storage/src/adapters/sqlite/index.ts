// For users.
export { createSqliteStorage, SQLITE_DEFAULTS } from "./sqlite-storage.ts";
export type { SqliteStorageOptions } from "./sqlite-storage.ts";
