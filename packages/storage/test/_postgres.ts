import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";

/** True where a server is running. In CI there always is one: the set-up fails without. */
export const hasPostgres: boolean = inject("postgresUrl") !== "";

/** The address of an empty schema of its own on the test server. */
export async function emptySchemaUrl(): Promise<string> {
  const url = inject("postgresUrl");
  const schema = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  await client.end();
  return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}
