import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "@cordon/core";
import { SERIALIZERS } from "./_serializers.ts";

type Format = keyof typeof SERIALIZERS;

// Written by hand from RFC 8259, the MessagePack specification and RFC 8949, not by the libraries.
const DECODED: readonly (readonly [format: Format, hex: string, value: JsonValue])[] = [
  ["json", "6e756c6c", null],
  ["json", "5b312c2d302e355d", [1, -0.5]],
  ["json", "225c7564383364 5c7564653830 22", "🚀"],
  ["json", "7b2261223a312c2261223a327d", { a: 2 }],
  ["json", "20 31 0a", 1],
  ["msgpack", "c0", null],
  ["msgpack", "93 00 7f ff", [0, 127, -1]],
  ["msgpack", "cc ff", 255],
  ["msgpack", "cd 0100", 256],
  ["msgpack", "ce ffffffff", 4_294_967_295],
  ["msgpack", "cf 001fffffffffffff", 2 ** 53 - 1],
  ["msgpack", "d3 ffe0000000000001", -(2 ** 53) + 1],
  ["msgpack", "d0 80", -128],
  ["msgpack", "d1 8000", -32_768],
  ["msgpack", "d2 80000000", -2_147_483_648],
  ["msgpack", "ca 3fc00000", 1.5],
  ["msgpack", "cb 3fb999999999999a", 0.1],
  ["msgpack", "82 a161 c2 a162 a1 c3".replace("a1 c3", "a0"), { a: false, b: "" }],
  ["msgpack", "de 0001 d9 01 61 dc 0001 c3", { a: [true] }],
  ["msgpack", "df 00000001 db 00000001 61 dd 00000000", { a: [] }],
  ["cbor", "f6", null],
  ["cbor", "83 00 17 20", [0, 23, -1]],
  ["cbor", "18 ff", 255],
  ["cbor", "19 0100", 256],
  ["cbor", "1a ffffffff", 4_294_967_295],
  ["cbor", "1b 001fffffffffffff", 2 ** 53 - 1],
  ["cbor", "3b 001ffffffffffffe", -(2 ** 53) + 1],
  ["cbor", "f9 3e00", 1.5],
  ["cbor", "fa 3fc00000", 1.5],
  ["cbor", "fb 3fb999999999999a", 0.1],
  ["cbor", "a2 61 61 f4 61 62 60", { a: false, b: "" }],
  ["cbor", "b9 0001 78 01 61 9a 00000001 f5", { a: [true] }],
  ["cbor", "64 f09f9a80", "🚀"],
];

const MALFORMED: readonly (readonly [format: Format, hex: string, what: string])[] = [
  ["json", "efbbbf31", "a byte order mark"],
  ["json", "22ff22", "invalid UTF-8"],
  ["json", "22eda08022", "a surrogate in UTF-8"],
  ["json", "225c756438303022", "an escaped half of a surrogate pair"],
  ["json", "39303037313939323534373430393933", "an integer past 2^53 - 1"],
  ["json", "31653330", "a number past 2^53 - 1 in another notation"],
  ["json", "3165393939", "a number that overflows"],
  ["json", "4e614e", "NaN"],
  ["json", "5b312c5d", "a trailing comma"],
  ["msgpack", "c1", "the byte that is never used"],
  ["msgpack", "c4 01 00", "bytes"],
  ["msgpack", "d6 ff 00000000", "a timestamp"],
  ["msgpack", "c7 01 78 61", "an extension type"],
  ["msgpack", "cf 0020000000000000", "an integer past 2^53 - 1"],
  ["msgpack", "d3 ffe0000000000000", "a negative integer past it"],
  ["msgpack", "cb 7ff8000000000000", "NaN"],
  ["msgpack", "ca ff800000", "infinity"],
  ["msgpack", "cb 7e37e43c8800759c", "1e300"],
  ["msgpack", "81 01 01", "a key that is not text"],
  ["msgpack", "81 90 01", "a key that is a list"],
  ["msgpack", "a1 ff", "invalid UTF-8"],
  ["msgpack", "a3 eda080", "a surrogate in UTF-8"],
  ["msgpack", "a2 c080", "overlong UTF-8"],
  ["msgpack", "dd ffffffff", "a list that claims 4 G values"],
  ["msgpack", "df ffffffff a161", "a map that claims 4 G entries"],
  ["msgpack", "db ffffffff 61", "text that claims 4 GB"],
  ["cbor", "c1 00", "a tag"],
  ["cbor", "41 00", "bytes"],
  ["cbor", "f7", "undefined"],
  ["cbor", "e0", "another simple value"],
  ["cbor", "f8 20", "a simple value in two bytes"],
  ["cbor", "9f ff", "a list of indefinite length"],
  ["cbor", "bf ff", "a map of indefinite length"],
  ["cbor", "7f 6161 ff", "text of indefinite length"],
  ["cbor", "ff", "a break"],
  ["cbor", "1c", "an argument that is not assigned"],
  ["cbor", "1b 0020000000000000", "an integer past 2^53 - 1"],
  ["cbor", "3b 001fffffffffffff", "a negative integer past it"],
  ["cbor", "f9 7e00", "half a NaN"],
  ["cbor", "fb 7ff0000000000000", "infinity"],
  ["cbor", "a1 01 01", "a key that is not text"],
  ["cbor", "61 ff", "invalid UTF-8"],
  ["cbor", "9b ffffffffffffffff", "a list that claims 2^64 values"],
  ["cbor", "bb 00ffffffffffffff 6161", "a map that claims 2^56 entries"],
  ["cbor", "7b 00000000ffffffff 61", "text that claims 4 GB"],
  ["cbor", "d9 dff8 00", "a record of cbor-x"],
];

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");

test.each(DECODED)("%s %s is %j", (format, hex, value) => {
  expect(SERIALIZERS[format]().decode(bytesOf(hex))).toEqual(value);
});

test.each(MALFORMED)("%s %s, %s, is malformed", (format, hex) => {
  expect(() => SERIALIZERS[format]().decode(bytesOf(hex))).toThrow(
    expect.objectContaining({ code: "serde/malformed" }),
  );
});

describe("the key __proto__", () => {
  test.each([
    ["json", Buffer.from('{"a":{"__proto__":{"polluted":1}}}')],
    ["json", Buffer.from('{"\\u005f_proto__":{"polluted":1}}')],
    ["msgpack", Buffer.from("\x81\xa9__proto__\x81\xa8polluted\x01", "latin1")],
    ["cbor", Buffer.from("\xa1\x69__proto__\xa1\x68polluted\x01", "latin1")],
  ] as const)("is refused in %s", (format, bytes) => {
    expect(() => SERIALIZERS[format]().decode(bytes)).toThrow(expect.objectContaining({ code: "serde/forbidden-key" }));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    ["json", Buffer.from('"__proto__"')],
    ["msgpack", Buffer.from("\xa9__proto__", "latin1")],
    ["cbor", Buffer.from("\x69__proto__", "latin1")],
  ] as const)("is plain text as a value in %s", (format, bytes) => {
    expect(SERIALIZERS[format]().decode(bytes)).toBe("__proto__");
  });
});

test.each([
  ["f9 0001", 2 ** -24],
  ["f9 0400", 2 ** -14],
  ["f9 7bff", 65_504],
  ["f9 c400", -4],
  ["f9 8000", -0],
])("the half float %s is %d", (hex, value) => {
  expect(SERIALIZERS.cbor().decode(bytesOf(hex))).toBe(value);
});

test.each(["msgpack", "cbor"] as const)(
  "keys of %s that were read before do not fill the memory, nor mix",
  (format) => {
    const serializer = SERIALIZERS[format]();
    for (let turn = 0; turn < 200; turn += 1) {
      const object = Object.fromEntries(
        Array.from({ length: 20 }, (_, at) => [`key-${turn % 7}-${at}-${turn * at}`, at]),
      );
      expect(serializer.decode(serializer.encode([object, object, { ...object, last: "x".repeat(turn) }]))).toEqual([
        object,
        object,
        { ...object, last: "x".repeat(turn) },
      ]);
    }
  },
);

test.each([
  ["msgpack", "dd 000f4240", 0xc0],
  ["cbor", "9a 000f4240", 0xf6],
] as const)(
  "a list of %s that claims more than the bytes can hold is malformed before its values are read",
  (format, head, nil) => {
    // Read one by one, the values would run into the limit of values first.
    const bytes = Buffer.concat([bytesOf(head), Buffer.alloc(200_000, nil)]);
    expect(() => SERIALIZERS[format]().decode(bytes)).toThrow(expect.objectContaining({ code: "serde/malformed" }));
  },
);
