import { pointerKeys, pointerStep } from "../schema/pointer.ts";

// Keywords that a name or a number follows, and which lead to the same value as before.
const SAME_VALUE: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "dependentSchemas"]);
const SAME_VALUE_ALONE: ReadonlySet<string> = new Set(["not", "if", "then", "else", "schema"]);
const ANY_PART: ReadonlySet<string> = new Set([
  "items",
  "additionalItems",
  "unevaluatedItems",
  "additionalProperties",
  "unevaluatedProperties",
  "contains",
]);

/**
 * The path of a change seen from a definition: `whole` is its path seen from the place that uses the definition, `keys` lead from the
 * definition to what changed. `["properties", "pets", "items", "required", "0"]` with `/data/pets/*\/name` is `/pets/*\/name`.
 */
export function pathFromDefinition(whole: string, keys: readonly string[]): string {
  if (whole === "") return "";
  let path = "";
  // How much of it comes of the last keyword, which may be about the value itself: `additionalProperties: false` is.
  let shorter = "";
  for (let index = 0; index < keys.length; index++) {
    const keyword = keys[index] ?? "";
    const name = keys[index + 1];
    shorter = path;
    if (keyword === "required") return path + lastStep(whole);
    if (ANY_PART.has(keyword)) path += "/*";
    else if (SAME_VALUE_ALONE.has(keyword)) continue;
    else if (name === undefined) break;
    else if (keyword === "properties" || keyword === "prefixItems") path += pointerStep(name);
    else if (keyword === "patternProperties") path += "/*";
    else if (keyword === "$defs" || keyword === "definitions" || keyword === "content" || keyword === "headers")
      path = "";
    else if (!SAME_VALUE.has(keyword)) break;
    index++;
    if (ANY_PART.has(keyword)) index--;
  }
  return whole.endsWith(path) ? path : shorter;
}

function lastStep(path: string): string {
  const last = pointerKeys(path)?.at(-1);
  return last === undefined ? "" : pointerStep(last);
}
