// For users.
export { POSTGRES_DEFAULTS } from "./postgres-options.ts";
export type { PostgresStorageOptions } from "./postgres-options.ts";
export { createPostgresStorage } from "./postgres-storage.ts";
