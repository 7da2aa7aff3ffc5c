import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hostileValues } from "../../test/_hostile-values.ts";
import { copyJson } from "./copy-json.ts";

const limits = { maxSize: 10_000, maxDepth: 50 };

test("any JSON comes back equal, and shares nothing with the original", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      fc.pre(!JSON.stringify(value).includes("__proto__") && JSON.stringify(value).length < 10_000);
      expect(copyJson(value, limits)).toEqual({ kind: "copied", value });
      if (typeof value === "object" && value !== null)
        expect(copyJson(value, limits)).not.toHaveProperty("value", value === null);
    }),
  );
  const original = { a: [{ b: 1 }] };
  const copied = copyJson(original, limits);
  if (copied.kind !== "copied") throw new Error("It was refused.");
  original.a.pop();
  expect(copied.value).toEqual({ a: [{ b: 1 }] });
});

test("hostile values are copied or refused, and touch no prototype", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  for (const value of hostileValues()) expect(["copied", "refused"]).toContain(copyJson(value, limits).kind);
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
});

test.each([
  ["a symbol", Symbol("s"), "must be text"],
  ["undefined in a field", { a: undefined }, "must be text"],
  ["a hole", Array.from({ length: 1 }), "must be text"],
  ["a date", new Date(0), "must be text"],
  ["an infinity", { a: Infinity }, "must be a finite number"],
  ["a half pair in a key", { "\udc00": 1 }, "has a name that is no text"],
  ["__proto__", JSON.parse('{"a":{"__proto__":1}}'), "is a name that no field may have"],
  ["a long array without items", Array.from({ length: 20_000 }, () => 0), "is larger than 10000 bytes"],
  ["an error", new Error("an instance of a class"), "must be text"],
])("%s is refused", (_name, value, message) => {
  const copied = copyJson(value, limits);
  expect(copied).toMatchObject({ kind: "refused", issues: [{ message: expect.stringContaining(message) as unknown }] });
});

test("a getter that answers differently each time is read once", () => {
  let reads = 0;
  const copied = copyJson(
    {
      get a() {
        reads += 1;
        return reads;
      },
    },
    limits,
  );
  expect(copied).toEqual({ kind: "copied", value: { a: 1 } });
});

test("objects of another realm, and without a prototype, are objects", () => {
  const bare = Object.assign(Object.create(null) as Record<string, unknown>, { a: 1 });
  expect(copyJson(bare, limits)).toEqual({ kind: "copied", value: { a: 1 } });
});
