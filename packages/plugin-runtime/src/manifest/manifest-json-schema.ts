import type { JsonObject } from "@cordon/core";
import * as z from "zod";
import { manifestSchema } from "./manifest-schema.ts";

/**
 * The manifest as a JSON Schema (2020-12), for editors and other tools. What it lets through may still be refused: versions, ranges, the
 * schemas inside, and how fields go together are beyond it.
 */
export function manifestJsonSchema(): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(manifestSchema, { target: "draft-2020-12", unrepresentable: "throw" });
  return {
    $schema: String($schema),
    $id: "urn:cordon:contract:plugin-manifest:v1",
    title: "Plugin manifest",
    description: "What a plugin's file says of it: who it is, what it runs, what it answers, what it asks for.",
    ...(rest as JsonObject),
  };
}
