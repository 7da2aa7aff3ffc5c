// For adapter authors.
export type { Dialect, Migration } from "./migrations/dialect.ts";
export { MIGRATIONS, SCHEMA_VERSION } from "./migrations/migrations.ts";
export { storageError, storageErrors } from "./errors.ts";
