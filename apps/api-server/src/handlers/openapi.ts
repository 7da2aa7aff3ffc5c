import type { JsonObject } from "@cordon/core";
import type { Operation } from "./operation.ts";

/** Answers with the API's description. */
export function createOpenApiHandler(document: JsonObject): Operation {
  return { access: "public", body: "none", run: async () => ({ outcome: "ok", body: document }) };
}
