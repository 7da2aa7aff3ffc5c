import { Buffer } from "node:buffer";
import { type JsonValue, findRepeatedKey } from "@cordon/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MANIFEST_LIMITS, readSource } from "./read-source.ts";

const refusal = (source: string | Uint8Array, format: "json" | "toml" = "json"): unknown => {
  const read = readSource(source, format);
  return read.kind === "refused" ? read.issues[0] : undefined;
};

describe("a text that is no manifest is refused as a whole", () => {
  test.each<[string, string | Uint8Array, "json" | "toml", string]>([
    ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0xff, 0x7d), "json", "is not UTF-8"],
    ["an overlong form", Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), "json", "is not UTF-8"],
    ["half a surrogate pair", '"\ud800"', "json", "is not UTF-8"],
    ["a byte order mark", "\ufeff{}", "json", "byte order mark"],
    ["a byte order mark in bytes", Buffer.from("\ufeff{}"), "toml", "byte order mark"],
    ["UTF-16", Buffer.from("{}", "utf16le"), "json", "is not JSON"],
    ["something after the end", "{} x", "json", "is not JSON: look at line 1, column 4"],
    ["a second document", "{}\n{}", "json", "is not JSON: look at line 2, column 1"],
    ["an end too early", '{"a":', "json", "is not JSON; it ends too early"],
    ["nothing", "", "json", "is not JSON; it ends too early"],
    ["a comment", "// x\n{}", "json", "is not JSON"],
    ["NaN", '{"a":NaN}', "json", "is not JSON"],
    ["broken TOML", "a = 1\nb = [", "toml", "is not TOML: look at line 2"],
    ["a key twice in TOML", "a = 1\na = 2", "toml", "is not TOML: look at line 2"],
    ["a table twice in TOML", "[a]\n[a]", "toml", "is not TOML"],
    ["a number too large for TOML", "a = 9007199254740993", "toml", "is not TOML"],
    ["lists without end", "[".repeat(100_000), "json", "is not JSON"],
    ["TOML lists without end", `a = ${"[".repeat(100_000)}`, "toml", "is not TOML"],
    ["a byte too many", `"${"x".repeat(MANIFEST_LIMITS.maxBytes - 1)}"`, "json", "is larger than 262144 bytes"],
    ["characters of two bytes", `"${"ü".repeat(MANIFEST_LIMITS.maxBytes / 2)}"`, "json", "is larger than"],
  ])("%s", (_name, source, format, message) => {
    expect(refusal(source, format)).toEqual({ pointer: "", message: expect.stringContaining(message) as unknown });
  });

  test.each([
    ['{"a":1e999}', "/a", "must be a finite number"],
    ['{"a":{"b":"\\ud800"}}', "/a/b", "half of a surrogate pair"],
    ['{"__proto__":{}}', "/__proto__", "no field may have"],
  ])("%s", (source, pointer, message) => {
    expect(refusal(source)).toEqual({ pointer, message: expect.stringContaining(message) as unknown });
  });

  test.each([
    ["a = inf", "/a", "must be a finite number"],
    ["a = 1979-05-27", "/a", "must be text, a number"],
    ["__proto__.a = 1", "/__proto__", "no field may have"],
  ])("TOML: %s", (source, pointer, message) => {
    expect(refusal(source, "toml")).toEqual({ pointer, message: expect.stringContaining(message) as unknown });
  });

  test("101 levels are too many", () => {
    const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(refusal(nested(100))).toBeUndefined();
    expect(refusal(nested(101))).toMatchObject({ message: "is nested deeper than 100 levels" });
    expect(refusal(`${"a.".repeat(120)}a = 1`, "toml")).toMatchObject({ message: "is nested deeper than 100 levels" });
  });

  test("a format that there is none of is a mistake of the caller", () => {
    expect(() => readSource("{}", "yaml" as "json")).toThrow(
      new RangeError('The format of a manifest is "json" or "toml", and not "yaml".'),
    );
  });
});

describe("a key that is there twice", () => {
  test.each([
    ['{"a":1,"a":2}', "/a"],
    ['{"a":1,"\\u0061":2}', "/a"],
    ['[0,{"x":{"b":[],"b":{}}}]', "/1/x/b"],
    ['{"a":{"x":1},"b":{"x":1},"c":[{"x":1},{"x":1,"y":"{\\"x\\":","x":2}]}', "/c/1/x"],
    ['{"__proto__":1,"__proto__":2}', "/__proto__"],
  ])("in %s is found", (source, pointer) => {
    expect(refusal(source)).toEqual({ pointer, message: "is there twice" });
  });

  test("is found where there is one, and only there", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(findRepeatedKey(text)).toBeUndefined();
        expect(findRepeatedKey(JSON.stringify(value, null, 2))).toBeUndefined();
        expect(findRepeatedKey(`{"k":${text},"l":[${text}],"k":${text}}`)).toEqual({
          pointer: "/k",
          message: "is there twice",
        });
      }),
    );
  });
});

test("JSON and TOML that say the same are read alike, as text and as bytes", () => {
  const value: JsonValue = { a: { b: [1, 2.5, "ü"], c: true } };
  const toml = '[a]\nb = [1, 2.5, "ü"]\nc = true\n';
  for (const [text, format] of [
    [JSON.stringify(value), "json"],
    [toml, "toml"],
  ] as const)
    for (const source of [text, Buffer.from(text)])
      expect(readSource(source, format)).toEqual({ kind: "copied", value });
});

test("any bytes are read or refused, in either language", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom("json" as const, "toml" as const),
      (bytes, format) => {
        expect(["copied", "refused"]).toContain(readSource(bytes, format).kind);
      },
    ),
    { numRuns: 2000 },
  );
});
