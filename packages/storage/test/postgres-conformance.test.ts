import { describe } from "vitest";
import { createPostgresStorage } from "../src/adapters/postgres/index.ts";
import { emptySchemaUrl, hasPostgres } from "./_postgres.ts";
import { runStorageSuite } from "./_register.ts";

describe.skipIf(!hasPostgres)("PostgreSQL", () => {
  runStorageSuite(async () => createPostgresStorage({ connectionString: await emptySchemaUrl() }));
});
