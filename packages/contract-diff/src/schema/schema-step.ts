/** Keywords that hold many schemas, each under a name or a number. */
const HOLDERS: ReadonlySet<string> = new Set(
  "$defs properties patternProperties dependentSchemas allOf anyOf oneOf prefixItems".split(" "),
);

/** Divides a path of 2020-12 into the part that leads to the next schema and the part below that one. */
export function schemaStep(path: readonly (string | number)[]): {
  readonly step: readonly string[];
  readonly rest: readonly string[];
} {
  const keys = path.map(String);
  const taken = HOLDERS.has(keys[0] ?? "") ? 2 : 1;
  return { step: keys.slice(0, taken), rest: keys.slice(taken) };
}
