import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { AppError, type JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { SERIALIZERS } from "./_serializers.ts";

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.double({ noNaN: true, min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }).map((value) => value + 0),
);
const text = fc.string({ unit: "grapheme", maxLength: 40 });
const key = text.filter((each) => each !== "__proto__");
const { value: jsonValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    number,
    text,
    fc.array(tie("value"), { maxLength: 20 }),
    fc.dictionary(key, tie("value"), { maxKeys: 20, noNullPrototype: true }),
  ),
}));

const same = (one: unknown, other: unknown): void => expect(JSON.stringify(one)).toBe(JSON.stringify(other));

describe.each(Object.entries(SERIALIZERS))("%s", (_format, createSerializer) => {
  const serializer = createSerializer();

  const decodesOrRefuses = (bytes: Uint8Array): void => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    try {
      // What it takes, it could have written: the value is inside the shared model.
      const value = serializer.decode(bytes);
      same(serializer.decode(serializer.encode(value)), value);
    } catch (error) {
      if (!AppError.is(error)) throw error;
      expect(error.code).toMatch(/^serde\/(?:malformed|too-deep|too-many-items|forbidden-key)$/);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  };

  test("any value comes back equal, and the same through every other format", () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const decoded = serializer.decode(serializer.encode(value));
        same(decoded, value);
        for (const create of Object.values(SERIALIZERS)) same(create().decode(create().encode(decoded)), value);
      }),
      { numRuns: 500 },
    );
  });

  test("any bytes are decoded or refused, and touch no prototype", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), decodesOrRefuses), { numRuns: 5000 });
  });

  test("valid bytes with a few changed are decoded or refused, and touch no prototype", () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(jsonValue, changes, (value, changed) => {
        const bytes = Uint8Array.from(serializer.encode(value));
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte;
        decodesOrRefuses(bytes);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("hostile sizes end at once", () => {
  const MEGABYTE = 1_048_576;
  test.each([
    ["json", Buffer.alloc(MEGABYTE, "["), "serde/malformed"],
    ["json", Buffer.from(`${"[".repeat(5000)}${"]".repeat(5000)}`), "serde/too-deep"],
    ["json", Buffer.from(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`), "serde/too-deep"],
    ["json", Buffer.from(`[${"0,".repeat(500_000)}0]`), "serde/too-many-items"],
    ["msgpack", Buffer.alloc(MEGABYTE, 0x91), "serde/too-deep"],
    ["msgpack", Buffer.concat([Buffer.from("dd000f0000", "hex"), Buffer.alloc(0x0f_00_00)]), "serde/too-many-items"],
    ["cbor", Buffer.alloc(MEGABYTE, 0x81), "serde/too-deep"],
    ["cbor", Buffer.concat([Buffer.from("9a000f0000", "hex"), Buffer.alloc(0x0f_00_00)]), "serde/too-many-items"],
  ] as const)("%s case %#", (format, bytes, code) => {
    expect(() => SERIALIZERS[format]().decode(bytes)).toThrow(expect.objectContaining({ code }));
  });
});
