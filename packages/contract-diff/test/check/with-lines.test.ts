import { expect, test } from "vitest";
import { checkContracts, createMemoryTree, findContracts } from "../../src/index.ts";

const { signal } = new AbortController();
const SOUND = '{ "type": "object" }';

async function refusalOf(text: string): Promise<string> {
  const [old, next] = await Promise.all(
    [SOUND, text].map((each) => findContracts(createMemoryTree({ "a.json": each }), ["a.json"], signal)),
  );
  return checkContracts({ old: old ?? [], next: next ?? [], now: 0 }, signal).then(
    () => "nothing was refused",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

test.each([
  [
    "a reference that leads nowhere",
    '{\n  "type": "object",\n  "properties": { "a":\n    { "$ref": "#/$defs/b" } }\n}',
    /^a\.json:4: the \$ref at \/properties\/a\/\$ref/,
  ],
  [
    "a keyword that is not what it must be",
    '{\n  "type": "object",\n  "required":\n    "name"\n}',
    /^a\.json:[34]: \/required/,
  ],
  [
    "a schema that contains itself",
    '{\n  "$ref": "#/$defs/a",\n  "$defs": {\n    "a": { "allOf": [{ "$ref": "#/$defs/a" }] }\n  }\n}',
    /^a\.json:4: the schema at \/\$defs\/a/,
  ],
])("the refusal of %s names its line", async (_, text, message) => {
  expect(await refusalOf(text)).toMatch(message);
});
