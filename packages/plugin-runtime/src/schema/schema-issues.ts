import { type FieldIssue, type JsonObject, type JsonValue, pointerPart } from "@cordon/core";
import { CHECK_LIMITS } from "./check-run.ts";
import { type KeywordShape, keywordShape, shapeProblem } from "./keyword-shapes.ts";
import { refusalOf } from "./refused-keywords.ts";
import { VALUE_SCHEMA_LIMITS } from "./schema-limits.ts";
import { isObject } from "./value-checks.ts";

const { maxDepth, maxSubschemas } = VALUE_SCHEMA_LIMITS;

/** A part of a schema. `base` is the definition whose value it is about itself, and not a part of that value. */
interface Part {
  readonly schema: JsonValue | undefined;
  readonly pointer: string;
  readonly depth: number;
  readonly base: string | undefined;
}

interface Reading {
  readonly issues: FieldIssue[];
  readonly definitions: ReadonlySet<string>;
  /** From each definition to those that it applies to the very same value. */
  readonly arrows: Map<string, string[]>;
  subschemas: number;
}

/** What keeps a schema from being one of the subset. */
export function schemaIssues(schema: JsonValue): readonly FieldIssue[] {
  const names = isObject(schema) && isObject(schema["$defs"]) ? Object.keys(schema["$defs"]) : [];
  const definitions = new Set(["#", ...names.map((name) => `#/$defs/${name}`)]);
  const reading: Reading = { issues: [], definitions, arrows: new Map(), subschemas: 0 };
  readPart({ schema, pointer: "", depth: 1, base: "#" }, reading);
  if (reading.issues.length === 0) reportLoop(reading);
  return reading.issues.slice(0, CHECK_LIMITS.maxIssues);
}

function readPart(part: Part, reading: Reading): void {
  const { schema, pointer, depth } = part;
  reading.subschemas += 1;
  if (reading.subschemas > maxSubschemas) {
    if (reading.subschemas === maxSubschemas + 1)
      report(reading, pointer, `is one schema too many: ${maxSubschemas} are allowed`);
    return;
  }
  if (typeof schema === "boolean") return;
  if (!isObject(schema)) return report(reading, pointer, "must be a schema: an object, true or false");
  if (depth > maxDepth) return report(reading, pointer, `is nested deeper than ${maxDepth} schemas`);
  for (const [keyword, value] of Object.entries(schema)) {
    if (reading.issues.length >= CHECK_LIMITS.maxIssues) return;
    readKeyword(keyword, value, part, reading);
  }
}

function readKeyword(keyword: string, value: JsonValue, part: Part, reading: Reading): void {
  const pointer = `${part.pointer}${pointerPart(keyword)}`;
  const shape = keywordShape(keyword);
  if (shape === undefined) return report(reading, pointer, refusalOf(keyword));
  if ((keyword === "$defs" || keyword === "$schema") && part.pointer !== "")
    return report(reading, pointer, "is allowed at the top of a schema only");
  const problem = shapeProblem(shape, value);
  if (problem !== undefined) return report(reading, pointer, problem);
  if (keyword === "$ref" && typeof value === "string") readReference(value, pointer, part, reading);
  for (const inner of partsOf(keyword, shape, value, pointer, part)) readPart(inner, reading);
}

function partsOf(
  keyword: string,
  shape: KeywordShape,
  value: JsonValue,
  pointer: string,
  { depth, base }: Part,
): readonly Part[] {
  const inner = { depth: depth + 1, base: shape.appliesToSame === true ? base : undefined };
  switch (shape.kind) {
    case "schema":
      return [{ ...inner, schema: value, pointer }];
    case "schema-list":
      return (value as readonly JsonValue[]).map((schema, at) => ({ ...inner, schema, pointer: `${pointer}/${at}` }));
    case "schema-map":
      return Object.entries(value as JsonObject).map(([name, schema]) => ({
        ...inner,
        base: keyword === "$defs" ? `#/$defs/${name}` : undefined,
        schema,
        pointer: `${pointer}${pointerPart(name)}`,
      }));
    default:
      return [];
  }
}

function readReference(target: string, pointer: string, { base }: Part, reading: Reading): void {
  if (!reading.definitions.has(target))
    return report(reading, pointer, "must be # or #/$defs/<name> of a definition at the top of this schema");
  if (base === undefined) return;
  const arrows = reading.arrows.get(base);
  if (arrows === undefined) reading.arrows.set(base, [target]);
  else arrows.push(target);
}

/** A reference that comes back without having gone into the value would be followed for ever, whatever the value. */
function reportLoop(reading: Reading): void {
  const left = new Map(reading.arrows);
  // Whoever leads only to definitions that are no part of a loop is none either. What is left in the end is.
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [from, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(from);
  }
  const [name] = left.keys();
  if (name === undefined) return;
  report(reading, name.slice(1), "refers back to itself without going into the value, so it could never be decided");
}

function report({ issues }: Reading, pointer: string, message: string): void {
  issues.push({ pointer, message });
}
