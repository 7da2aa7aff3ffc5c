import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { JsonValue } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { SerdeLimits } from "../limits.ts";
import type { Serializer } from "../ports/serializer.ts";
import { REFUSED_VALUES, SURVIVING_VALUES } from "./values.ts";

/** Makes the serializer under test, with its default limits or others. */
export interface SerializerFixture {
  readonly create: (limits?: Partial<SerdeLimits>) => Serializer;
}

const nested = (depth: number): JsonValue =>
  depth === 0 ? 1 : depth % 2 === 0 ? [nested(depth - 1)] : { in: nested(depth - 1) };

/** The contract of `Serializer`, case by case. */
export const serializerCases: readonly ConformanceCase<SerializerFixture>[] = [
  serializerCase("a value comes back equal", ({ create }) => {
    const serializer = create();
    for (const [name, value] of Object.entries(SURVIVING_VALUES)) {
      deepEqual(serializer.decode(serializer.encode(value)), value, name);
    }
  }),
  serializerCase("encoding is repeatable and leaves earlier results alone", ({ create }) => {
    const serializer = create();
    const first = serializer.encode(SURVIVING_VALUES["project"] ?? null);
    const copy = Uint8Array.from(first);
    for (let turn = 0; turn < 200; turn += 1) serializer.encode({ turn, text: "other".repeat(turn) });
    deepEqual(Uint8Array.from(first), copy);
    deepEqual(Uint8Array.from(serializer.encode(SURVIVING_VALUES["project"] ?? null)), copy);
  }),
  serializerCase("bytes may lie anywhere in a larger buffer", ({ create }) => {
    const serializer = create();
    const bytes = serializer.encode({ a: [1, "ü"] });
    const larger = new Uint8Array(bytes.length + 7).fill(0xff);
    larger.set(bytes, 3);
    deepEqual(serializer.decode(larger.subarray(3, 3 + bytes.length)), { a: [1, "ü"] });
  }),
  serializerCase("what does not survive every format is refused, naming where it is", ({ create }) => {
    const serializer = create();
    for (const [name, [value, pointer]] of Object.entries(REFUSED_VALUES)) {
      const refusal = (error: unknown): boolean => {
        const { code, issues } = error as {
          readonly code: string;
          readonly issues: readonly { readonly pointer: string }[];
        };
        deepEqual({ code, at: issues[0]?.pointer }, { code: "serde/unsupported-value", at: pointer }, name);
        return true;
      };
      throws(() => serializer.encode(value as JsonValue), refusal);
    }
  }),
  serializerCase("a key __proto__ is refused when encoding", ({ create }) => {
    const value = JSON.parse('{"a":[{"__proto__":{"polluted":1}}]}') as JsonValue;
    throws(() => create().encode(value), { code: "serde/forbidden-key" });
  }),
  serializerCase("no bytes, and every beginning of a value, are malformed", ({ create }) => {
    const serializer = create();
    const bytes = serializer.encode({ list: [1, 2.5, null, true], text: "ü" });
    for (let length = 0; length < bytes.length; length += 1) {
      throws(() => serializer.decode(bytes.subarray(0, length)), { code: "serde/malformed" }, `${length} bytes`);
    }
  }),
  serializerCase("bytes after the value are malformed", ({ create }) => {
    const serializer = create();
    const bytes = serializer.encode([1]);
    throws(() => serializer.decode(Uint8Array.from([...bytes, ...bytes])), { code: "serde/malformed" });
    throws(() => serializer.decode(Uint8Array.from([...bytes, 0])), { code: "serde/malformed" });
  }),
  serializerCase("the limit of bytes holds both ways, to the byte", ({ create }) => {
    const bytes = create().encode({ text: "x".repeat(100) });
    const exact = create({ maxBytes: bytes.length });
    deepEqual(exact.decode(exact.encode({ text: "x".repeat(100) })), { text: "x".repeat(100) });
    const tooSmall = create({ maxBytes: bytes.length - 1 });
    throws(() => tooSmall.encode({ text: "x".repeat(100) }), { code: "serde/too-large" });
    throws(() => tooSmall.decode(bytes), { code: "serde/too-large" });
  }),
  serializerCase("the limit of depth holds both ways, to the level", ({ create }) => {
    const [wide, narrow] = [create({ maxDepth: 11 }), create({ maxDepth: 10 })];
    deepEqual(narrow.decode(narrow.encode(nested(10))), nested(10));
    throws(() => narrow.encode(nested(11)), { code: "serde/too-deep" });
    throws(() => narrow.decode(wide.encode(nested(11))), { code: "serde/too-deep" });
  }),
  serializerCase("the limit of values holds both ways, to the value", ({ create }) => {
    const ten = { a: [1, 2, 3], b: { c: "x", d: null }, e: true, f: {} };
    const [wide, narrow, exact] = [create(), create({ maxItems: 9 }), create({ maxItems: 10 })];
    deepEqual(exact.decode(exact.encode(ten)), ten);
    throws(() => narrow.encode(ten), { code: "serde/too-many-items" });
    throws(() => narrow.decode(wide.encode(ten)), { code: "serde/too-many-items" });
  }),
  serializerCase("a value in a circle is refused", ({ create }) => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    throws(() => create().encode(circle as JsonValue), { code: "serde/too-deep" });
  }),
  serializerCase("it says its format and its plain media type", ({ create }) => {
    const { format, contentType } = create();
    equal(contentType, `application/${format}`);
  }),
  serializerCase("limits that make no sense are a programmer's mistake", ({ create }) => {
    for (const value of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      throws(() => create({ maxBytes: value }), RangeError);
      throws(() => create({ maxDepth: value }), RangeError);
      throws(() => create({ maxItems: value }), RangeError);
    }
    ok(create({}));
  }),
];

function serializerCase(name: string, body: (fixture: SerializerFixture) => void): ConformanceCase<SerializerFixture> {
  return { name, needs: [], run: async (make) => body(await make()) };
}
