import type { JsonObject, JsonValue } from "@cordon/core";
import { type Check, inside, isDone, refuse, spend } from "./check-run.ts";
import { isObject } from "./value-checks.ts";

interface Field {
  readonly check: Check | undefined;
  readonly isRequired: boolean;
}

const unknownField: Check = (_value, run, place) => refuse(run, place, "is not a known field");

/** What a schema says of an object: which fields it has, must have and may have, and how many. */
export function objectCheck(schema: JsonObject, compile: (part: JsonValue) => Check): Check | undefined {
  const { properties, required = [], additionalProperties = true, minProperties, maxProperties } = schema;
  const names = required as readonly string[];
  const [min = 0, max = Infinity] = [minProperties, maxProperties] as (number | undefined)[];
  const isBounded = min > 0 || max < Infinity;
  if (properties === undefined && names.length === 0 && additionalProperties === true && !isBounded) return undefined;
  const fields = fieldsOf(properties as JsonObject | undefined, names, compile);
  const rest = otherFields(additionalProperties, compile);
  return (value, run, place) => {
    if (!isObject(value)) return true;
    const keys = Object.keys(value);
    spend(run, keys.length);
    let fits = true;
    if (keys.length < min) fits = refuse(run, place, `must have at least ${min} fields`);
    if (keys.length > max) fits = refuse(run, place, `must have at most ${max} fields`);
    let missing = names.length;
    for (const key of keys) {
      const field = fields.get(key);
      if (field?.isRequired === true) missing -= 1;
      const check = field?.check ?? rest;
      if (check === undefined || check(value[key] ?? null, run, inside(run, place, key))) continue;
      if (isDone(run)) return false;
      fits = false;
    }
    if (missing === 0) return fits;
    if (isDone(run)) return false;
    spend(run, names.length);
    for (const name of names) if (!Object.hasOwn(value, name)) refuse(run, inside(run, place, name), "is required");
    return false;
  };
}

/** A map and no object, so that a field of the value called `constructor` finds nothing that nobody declared. */
function fieldsOf(
  properties: JsonObject | undefined,
  required: readonly string[],
  compile: (part: JsonValue) => Check,
): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [name, part] of Object.entries(properties ?? {}))
    fields.set(name, { check: compile(part), isRequired: false });
  for (const name of required) fields.set(name, { check: fields.get(name)?.check, isRequired: true });
  return fields;
}

function otherFields(schema: JsonValue, compile: (part: JsonValue) => Check): Check | undefined {
  if (schema === true) return undefined;
  return schema === false ? unknownField : compile(schema);
}
