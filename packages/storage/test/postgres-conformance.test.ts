import { storageCases } from "@cordon/core/conformance";
import { describe } from "vitest";
import { createPostgresStorage } from "../src/adapters/postgres/index.ts";
import { emptySchemaUrl, hasPostgres } from "./_postgres.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

describe.skipIf(!hasPostgres)("PostgreSQL", () => {
  runSuite(storageCases, async () => createPostgresStorage({ connectionString: await emptySchemaUrl() }));
});
