import type { FieldIssue, JsonValue } from "@cordon/core";
import { pluginError } from "../errors.ts";
import { readValueSchema } from "../schema/value-schema.ts";
import { issuesOf } from "./issues-of.ts";
import type { PluginManifest } from "./manifest.ts";
import { manifestSchema } from "./manifest-schema.ts";
import { type ManifestFormat, readSource } from "./read-source.ts";

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;

/** How a manifest is written. */
export interface ParseManifestOptions {
  /** The language of a text; a value that was read already has none. Default `json`. */
  readonly format?: ManifestFormat;
}

/**
 * Reads a manifest: a text, its UTF-8 bytes, or a value that was read already. The result is frozen all the way down, shares nothing with
 * the source, and has no field that this version does not know. Throws `plugin/invalid-manifest` with up to 20 issues.
 */
export function parseManifest(
  source: string | Uint8Array | JsonValue,
  { format = "json" }: ParseManifestOptions = {},
): PluginManifest {
  const read = readSource(source, format);
  if (read.kind === "refused") throw invalid(read.issues);
  const parsed = manifestSchema.safeParse(read.value, WITHOUT_EVAL);
  if (!parsed.success) throw invalid(issuesOf(parsed.error, read.value));
  const issues = healthIssues(parsed.data);
  if (issues.length > 0) throw invalid(issues);
  return deepFreeze(parsed.data);
}

/** A health check that could never succeed would make every upgrade fail, so it is found out here. */
function healthIssues({ health, operations }: PluginManifest): readonly FieldIssue[] {
  if (health === undefined) return [];
  if (!Object.hasOwn(health, "input")) return [{ pointer: "/health/input", message: "is required" }];
  const operation = Object.hasOwn(operations, health.operation) ? operations[health.operation] : undefined;
  if (operation === undefined) return [{ pointer: "/health/operation", message: "must be one of the operations" }];
  const schema = readValueSchema(operation.input);
  const issues = schema.kind === "compiled" ? schema.schema.check(health.input) : schema.issues;
  return issues.map(({ pointer, message }) => ({ pointer: `/health/input${pointer}`, message }));
}

function invalid(issues: readonly FieldIssue[]): Error {
  return pluginError("plugin/invalid-manifest", { issues });
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
