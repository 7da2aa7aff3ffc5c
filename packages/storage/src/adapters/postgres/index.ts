// For users.
export { createPostgresStorage, POSTGRES_DEFAULTS } from "./postgres-storage.ts";
export type { PostgresStorageOptions } from "./postgres-storage.ts";
