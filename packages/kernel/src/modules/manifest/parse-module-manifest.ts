import type { FieldIssue } from "@cordon/core";
import { kernelModuleError } from "../module-errors.ts";
import { issuesOf } from "./issues-of.ts";
import { manifestSchema } from "./manifest-schema.ts";
import type { ModuleManifest } from "./module-manifest.ts";
import { readManifestText } from "./read-manifest-text.ts";

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL = { jitless: true } as const;

/**
 * Reads a `module.json`: its text, its UTF-8 bytes, or a value that was read already. The result is frozen all the way down, shares nothing with
 * the source, and has no field that this version does not know. Throws `kernel/invalid-manifest` with up to 20 issues.
 */
export function parseModuleManifest(source: string | Uint8Array | ModuleManifest): ModuleManifest {
  const read = readManifestText(source);
  if (read.kind === "refused") throw invalid([read.issue]);
  const parsed = manifestSchema.safeParse(read.value, WITHOUT_EVAL);
  if (!parsed.success) throw invalid(issuesOf(parsed.error, read.value));
  return deepFreeze(parsed.data);
}

function invalid(issues: readonly FieldIssue[]): Error {
  return kernelModuleError("kernel/invalid-manifest", { issues });
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
