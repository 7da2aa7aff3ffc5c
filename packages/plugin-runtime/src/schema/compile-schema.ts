import type { JsonObject, JsonValue } from "@cordon/core";
import { type Check, enter, refuse, spend } from "./check-run.ts";
import { combinedChecks, everyCheck } from "./combined-check.ts";
import { listCheck } from "./list-check.ts";
import { numberCheck } from "./number-check.ts";
import { objectCheck } from "./object-check.ts";
import { textCheck } from "./text-check.ts";
import { isObject, listedCheck, typeCheck } from "./value-checks.ts";

/** Where a `$ref` leads. It is filled in after whatever refers to it, since schemas may refer to themselves. */
interface Target {
  check: Check;
}

/** Turns a schema that has no issues into closures over what it says. No code is made of text. */
export function compileSchema(schema: JsonValue): Check {
  const root: Target = { check: notYet };
  const targets = new Map<string, Target>([["#", root]]);
  const definitions = isObject(schema) ? Object.entries((schema["$defs"] ?? {}) as JsonObject) : [];
  for (const [name] of definitions) targets.set(`#/$defs/${name}`, { check: notYet });
  for (const [name, part] of definitions) {
    const target = targets.get(`#/$defs/${name}`);
    if (target !== undefined) target.check = compilePart(part, targets);
  }
  root.check = compilePart(schema, targets);
  return root.check;
}

const notYet: Check = () => false;
// They cost a step like all others: two thousand of them in an anyOf are work as well.
const anything: Check = (_value, run) => {
  spend(run, 1);
  return true;
};
const nothing: Check = (_value, run, place) => {
  spend(run, 1);
  return refuse(run, place, "is not allowed");
};

function compilePart(schema: JsonValue, targets: ReadonlyMap<string, Target>): Check {
  if (!isObject(schema)) return schema === false ? nothing : anything;
  const compile = (part: JsonValue): Check => compilePart(part, targets);
  const check = everyCheck(
    [
      typeCheck(schema),
      ...listedCheck(schema),
      numberCheck(schema),
      textCheck(schema),
      listCheck(schema, compile),
      objectCheck(schema, compile),
      ...combinedChecks(schema, compile),
      reference(schema, targets),
    ].filter((each) => each !== undefined),
  );
  return (value, run, place) => {
    enter(run);
    const fits = check(value, run, place);
    run.depth -= 1;
    return fits;
  };
}

function reference({ $ref }: JsonObject, targets: ReadonlyMap<string, Target>): Check | undefined {
  const target = typeof $ref === "string" ? targets.get($ref) : undefined;
  return target && ((value, run, place) => target.check(value, run, place));
}
