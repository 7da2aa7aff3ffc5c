import type { JsonObject } from "@cordon/core";
import { createCborSerializer } from "@cordon/serde-strategy/cbor";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import { createMsgpackSerializer } from "@cordon/serde-strategy/msgpack";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { writable } from "./writable.ts";

const SERIALIZERS = [createJsonSerializer(), createMsgpackSerializer(), createCborSerializer()];

test("whatever a plugin logs can be written in every format, and is the same in each", () => {
  const value = fc.dictionary(
    fc.string({ unit: "binary" }),
    fc.anything({ values: [fc.string(), fc.double(), fc.boolean()] }),
  );
  fc.assert(
    fc.property(value, (given) => {
      const object = writable(JSON.parse(JSON.stringify(given)) as JsonObject);
      for (const serializer of SERIALIZERS) expect(serializer.decode(serializer.encode(object))).toEqual(object);
    }),
  );
});

test("what every format carries is left as it is", () => {
  const object = { text: "äöü 🚀", number: -1.5, list: [null, true, { deep: [0] }] };
  expect(writable(object)).toEqual(object);
});

test("half a character, a large number and many levels are changed, and __proto__ is left out", () => {
  const object = JSON.parse('{"a\\ud800":"\\udc00","n":1e300,"__proto__":{"polluted":1}}') as JsonObject;
  expect(writable(object)).toEqual({ "a\ufffd": "\ufffd", n: "1e+300" });
  const deep = JSON.parse(`${'{"a":'.repeat(100)}1${"}".repeat(100)}`) as JsonObject;
  expect(JSON.stringify(writable(deep))).toContain("[too deep]");
});
