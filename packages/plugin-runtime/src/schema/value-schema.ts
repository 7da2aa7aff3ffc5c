import { Buffer } from "node:buffer";
import type { FieldIssue, JsonValue } from "@cordon/core";
import { pluginError } from "../errors.ts";
import { type Check, CHECK_LIMITS, type CheckRun, TooComplex } from "./check-run.ts";
import { compileSchema } from "./compile-schema.ts";
import { copyJson } from "./copy-json.ts";
import { schemaIssues } from "./schema-issues.ts";
import { VALUE_SCHEMA_LIMITS } from "./schema-limits.ts";

/** A schema that values can be held against. */
export interface ValueSchema {
  /**
   * What is wrong with a value; nothing, if it fits. At most 20 issues, none of which repeats the value. The work is bounded: a value
   * that would take more than a million steps to check, or is nested too deeply, does not fit. The value must be JSON.
   */
  readonly check: (value: JsonValue) => readonly FieldIssue[];
}

/** A schema, or why it is none. */
export type ReadValueSchema =
  | { readonly kind: "compiled"; readonly schema: ValueSchema }
  | { readonly kind: "refused"; readonly issues: readonly FieldIssue[] };

const NO_ISSUES: readonly FieldIssue[] = Object.freeze([]);
const TOO_COMPLEX: readonly FieldIssue[] = Object.freeze([{ pointer: "", message: "is too complex to check" }]);

/** Compiles a schema. Throws `plugin/invalid-manifest` with what is wrong, by pointers into the schema. */
export function compileValueSchema(schema: JsonValue): ValueSchema {
  const read = readValueSchema(schema);
  if (read.kind === "refused") throw pluginError("plugin/invalid-manifest", { issues: read.issues });
  return read.schema;
}

/** Compiles a schema, or answers with what is wrong with it. Later changes to the schema's own object change nothing. */
export function readValueSchema(schema: JsonValue): ReadValueSchema {
  const { maxBytes, maxJsonDepth } = VALUE_SCHEMA_LIMITS;
  const copied = copyJson(schema, { maxSize: maxBytes, maxDepth: maxJsonDepth });
  if (copied.kind === "refused") return copied;
  const { value } = copied;
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes)
    return { kind: "refused", issues: [{ pointer: "", message: `is larger than ${maxBytes} bytes` }] };
  const issues = schemaIssues(value);
  if (issues.length > 0) return { kind: "refused", issues };
  const check = compileSchema(value);
  return { kind: "compiled", schema: Object.freeze({ check: (each: JsonValue) => issuesOf(check, each) }) };
}

/** Most values fit, so the first walk only asks. What is wrong is found by a second one, which only those pay for that do not. */
function issuesOf(check: Check, value: JsonValue): readonly FieldIssue[] {
  try {
    if (check(value, newRun(), undefined)) return NO_ISSUES;
    const issues: FieldIssue[] = [];
    const fits = check(value, { ...newRun(), issues }, undefined);
    // Only a value that changes while it is looked at, which JSON does not.
    return fits ? NO_ISSUES : issues;
  } catch (error) {
    if (error instanceof TooComplex) return TOO_COMPLEX;
    throw error;
  }
}

function newRun(): CheckRun {
  return { stepsLeft: CHECK_LIMITS.maxSteps, depth: 0, issues: undefined };
}
