import { AppError, type JsonValue, pointerPart } from "@cordon/core";
import fc from "fast-check";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { jsonLines } from "../../src/sources/json-lines.ts";
import { parseJson } from "../../src/sources/parse-json.ts";
import { parseYaml } from "../../src/sources/parse-yaml.ts";
import { yamlLines } from "../../src/sources/yaml-lines.ts";

type Path = readonly (string | number)[];

// What means something to a parser, or is half of a character.
const awkward = fc.constantFrom('"', "\\", ":", "{", "}", "[", ",", "a", "\n", "\u{1f600}", "\ud800", "\u2028");
const values = fc.jsonValue({ maxDepth: 5, stringUnit: awkward }) as fc.Arbitrary<JsonValue>;
const wellFormed = fc.jsonValue({ maxDepth: 5, stringUnit: "grapheme" }) as fc.Arbitrary<JsonValue>;

/** Texts that are JSON but for one place. */
const broken = fc
  .tuple(
    values,
    fc.nat(),
    fc.nat(3),
    fc.constantFrom("", ",", '"', "{", "}", "[", "]", ":", "\\", "1e999", "//", "\n", "null", "-"),
  )
  .map(([value, at, count, insert]) => {
    const text = JSON.stringify(value);
    const place = at % (text.length + 1);
    return text.slice(0, place) + insert + text.slice(place + count);
  });

test("JSON that is parsed is what JSON.parse makes of it, and nothing else is thrown than what the port names", () => {
  fc.assert(
    fc.property(broken, (text) => {
      const outcome = attempt(() => parseJson(text, "x.json"));
      if ("error" in outcome) expect(outcome.error).toMatchObject({ code: "contract-diff/unreadable" });
      else expect(outcome.value).toEqual(JSON.parse(text));
    }),
    { numRuns: 3000 },
  );
});

test("JSON without repeated keys and infinite numbers is never refused", () => {
  fc.assert(
    fc.property(values, fc.constantFrom("", " ", "\t", "\n"), (value, space) => {
      expect(parseJson(JSON.stringify(value, null, space), "x.json")).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});

test("the line of everything in JSON is that of a tree that keeps every place", () => {
  fc.assert(
    fc.property(wellFormed, fc.constantFrom("", "\n"), (value, space) => {
      const text = JSON.stringify(value, null, space);
      const paths = pathsOf(value);
      const root = parseTree(text);
      const expected = paths.map((path) => {
        const node = root === undefined ? undefined : findNodeAtLocation(root, [...path]);
        const start = typeof path.at(-1) === "string" ? node?.parent?.offset : node?.offset;
        return text.slice(0, start).split("\n").length;
      });
      expect(jsonLines(text, paths.map(pointerOf))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("what is written as YAML is read as it was, in either style", () => {
  fc.assert(
    fc.property(wellFormed.map(withoutNegativeZero), (value) => {
      expect(parseYaml(stringify(value, { aliasDuplicateObjects: false }), "x.yaml")).toEqual(value);
      expect(parseYaml(JSON.stringify(value), "x.yaml")).toEqual(value);
    }),
    { numRuns: 300 },
  );
});

test("any text is YAML or an error that names the place, and its lines are within it", () => {
  const words = fc.constantFrom(
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "&x ",
    "*x",
    "<<: ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "|",
    ">",
    "!!set ",
    "? ",
    "%YAML 1.1\n",
    "---\n",
    "#",
    "1e999",
    "~",
    "\t",
    "\r",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 25 }), (parts) => {
      const text = parts.join("");
      const outcome = attempt(() => parseYaml(text, "x.yaml"));
      if ("error" in outcome) {
        expect(outcome.error).toMatchObject({
          code: "contract-diff/unreadable",
          message: expect.stringMatching(/^x\.yaml:\d+:\d+: ./),
        });
      } else {
        const lines = yamlLines(text, pathsOf(outcome.value).map(pointerOf));
        for (const line of lines)
          expect(line).toSatisfy((found: number) => found >= 1 && found <= text.split(/\r\n|\n|\r/).length);
      }
    }),
    { numRuns: 5000 },
  );
});

/** JSON.stringify writes it as 0. */
function withoutNegativeZero(value: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

function attempt<Value>(run: () => Value): { readonly value: Value } | { readonly error: AppError } {
  try {
    return { value: run() };
  } catch (error) {
    if (AppError.is(error)) return { error };
    throw error;
  }
}

function pathsOf(value: JsonValue, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: readonly (readonly [string | number, JsonValue])[] = Array.isArray(value)
    ? [...(value as readonly JsonValue[]).entries()]
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function pointerOf(path: Path): string {
  return path.map(pointerPart).join("");
}
