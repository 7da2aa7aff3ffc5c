import process from "node:process";
import type { TestProject } from "vitest/node";
import { findPostgres, startPostgres } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A running server's address, or `""` where PostgreSQL is not installed; then its tests are skipped, except in CI. */
    readonly postgresUrl: string;
  }
}

/** Starts what tests need once for all of them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env["CORDON_TEST_POSTGRES_URL"];
  // Set to nothing is as good as not set: an empty address would skip the tests in silence.
  if (given !== undefined && given !== "") {
    project.provide("postgresUrl", given);
    return undefined;
  }
  const binaries = findPostgres();
  if (binaries === undefined) {
    const advice =
      "PostgreSQL is not installed. Install it (apt-get install postgresql) or set CORDON_TEST_POSTGRES_URL.";
    if (process.env["CI"]) throw new Error(advice);
    console.warn(`${advice}\nThe tests that need it are skipped.`);
    project.provide("postgresUrl", "");
    return undefined;
  }
  const server = await startPostgres(binaries);
  project.provide("postgresUrl", server.url);
  return async () => {
    await server[Symbol.asyncDispose]();
  };
}
