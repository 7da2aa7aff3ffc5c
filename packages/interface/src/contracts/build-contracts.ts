import type { JsonObject } from "@cordon/core";
import { buildOpenApi } from "./build-openapi.ts";
import type { PublishedSchema } from "./published-schema.ts";
import { jsonSchemaOf, PUBLISHED_SCHEMAS } from "./schemas.ts";

/** Every contract file by its path below `contracts/`. Takes other schemas so that a test can see a change noticed. */
export function buildContracts(
  schemas: readonly PublishedSchema[] = PUBLISHED_SCHEMAS,
): ReadonlyMap<string, JsonObject> {
  const contracts = new Map<string, JsonObject>();
  for (const published of schemas) {
    const { name, version } = published;
    const $id = `urn:cordon:contract:dto:${name}:v${version}`;
    contracts.set(`dto/${name}/v${version}.json`, { $id, ...jsonSchemaOf(published) });
  }
  return contracts.set("openapi.json", buildOpenApi(schemas));
}
