import type { JsonValue } from "@cordon/core";
import { AppError } from "@cordon/core";
import { describe, expect, it } from "vitest";
import { changesOf, linesOf } from "./_changes-of.ts";
import { baseDocument, changed, type Loose } from "./_documents.ts";

const parsed = (text: string): Loose => JSON.parse(text);

describe("names that mean something to JavaScript", () => {
  it.each(["__proto__", "constructor", "hasOwnProperty", "toString"])(
    "such as %s are channels like any other",
    (name) => {
      const one = parsed(`{ "asyncapi": "3.0.0", "channels": { "${name}": { "address": "a" } } }`);
      const other = parsed(`{ "asyncapi": "3.0.0", "channels": { "${name}": { "address": "b" } } }`);
      const none = parsed('{ "asyncapi": "3.0.0", "channels": {} }');
      expect(linesOf(one, none)).toEqual(["channel-removed backward major"]);
      expect(linesOf(one, other)).toEqual(["address-changed backward major", "address-changed forward minor"]);
    },
  );

  it("such as __proto__ are messages like any other, merged with their traits", () => {
    const message =
      '{ "headers": { "properties": {} }, "traits": [{ "headers": { "__proto__": { "type": "object" } } }] }';
    const document = (name: string): Loose =>
      parsed(`{ "asyncapi": "3.0.0", "channels": { "c": { "messages": { "${name}": ${message} } } } }`);
    expect(linesOf(document("__proto__"), document("__proto__"))).toEqual([]);
    expect(linesOf(document("__proto__"), document("m"))).toEqual([
      "message-renamed none patch",
      "message-renamed none patch",
    ]);
  });

  it("are no bindings that anybody knows", () => {
    const bound = (value: number): Loose =>
      parsed(`{ "asyncapi": "3.0.0", "channels": { "c": { "bindings": { "__proto__": { "toString": ${value} } } } } }`);
    expect(linesOf(bound(1), bound(2))).toEqual(["binding backward major ?", "binding forward minor ?"]);
  });
});

describe("a huge document", () => {
  const huge = (count: number): Loose => {
    const channels: Record<string, JsonValue> = {};
    const operations: Record<string, JsonValue> = {};
    for (let index = 0; index < count; index += 1) {
      channels[`c${index}`] = { address: `a/${index}`, messages: { M: { $ref: "#/components/messages/M" } } };
      if (index < 1000) operations[`o${index}`] = { action: "send", channel: { $ref: `#/channels/c${index}` } };
    }
    const components = { messages: { M: { payload: { type: "string" } } } };
    return { asyncapi: "3.0.0", channels, operations, components };
  };

  it("of 50,000 channels is read, and what is gone is found", () => {
    const next = huge(50_000);
    delete next.channels.c77;
    delete next.operations.o77;
    expect(linesOf(huge(50_000), next)).toEqual(["channel-removed backward major", "operation-removed backward major"]);
  });

  it("of 50,000 channels with other keys is matched by addresses", () => {
    const next = huge(50_000);
    next.channels = Object.fromEntries(Object.entries(next.channels).map(([key, value]) => [`x${key}`, value]));
    next.operations = {};
    const rules = new Set(linesOf({ ...huge(50_000), operations: {} }, next));
    expect(rules).toEqual(new Set(["channel-renamed none patch"]));
  });

  it("of thousands of operations on one channel of thousands of messages costs no more than both", () => {
    const messages = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`m${index}`, { payload: true }]));
    const operations = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [
        `o${index}`,
        { action: "send", channel: { $ref: "#/channels/c" }, messages: [{ $ref: `#/channels/c/messages/m${index}` }] },
      ]),
    );
    const document = { asyncapi: "3.0.0", channels: { c: { messages } }, operations };
    expect(linesOf(document, structuredClone(document))).toEqual([]);
  });

  it("of thousands of messages with other keys on one channel is not matched by content for ever", () => {
    const document = (prefix: string): Loose => ({
      asyncapi: "3.0.0",
      channels: {
        c: {
          messages: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [prefix + index, { payload: true }])),
        },
      },
    });
    expect(linesOf(document("a"), document("b"))).toHaveLength(8000);
  });
});

describe("a deep document", () => {
  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;

  it("is refused where it would have to be walked", () => {
    const bound = (end: string): Loose =>
      parsed(
        `{ "asyncapi": "3.0.0", "channels": { "c": { "bindings": { "odd": { "x": ${deep(5000)}, "y": ${end} } } } } }`,
      );
    expect(() => changesOf(bound("1"), bound("2"))).toThrowError(/nested too deeply/);
  });

  it("is refused where traits would have to be merged", () => {
    const next = changed((api) => {
      api.components.messages.SignedUp.traits = [{ headers: parsed(deep(5000)) }];
    });
    expect(() => changesOf(baseDocument(), next)).toThrowError(/nested too deeply/);
  });

  it("is the same as itself", () => {
    const document = (): Loose =>
      parsed(`{ "asyncapi": "3.0.0", "channels": { "c": { "messages": { "m": { "payload": ${deep(5000)} } } } } }`);
    expect(linesOf(document(), document())).toEqual([]);
  });
});

describe("schemas that refer to themselves", () => {
  it("are the same as themselves", () => {
    const list = (): Loose =>
      changed((api) => {
        api.components.schemas.User = { type: "object", properties: { next: { $ref: "#/components/schemas/User" } } };
      });
    expect(linesOf(list(), list())).toEqual([]);
  });

  it("are followed for their words no further than they go", () => {
    const list = (description: string): Loose =>
      changed((api) => {
        api.components.schemas.User = { description, properties: { next: { $ref: "#/components/schemas/User" } } };
      });
    expect(linesOf(list("a"), list("b"))).toEqual(["words none patch"]);
  });
});

describe("values of the wrong kind, wherever they stand", () => {
  const WRONG: readonly JsonValue[] = [
    null,
    true,
    0,
    "x",
    [],
    [[]],
    {},
    { $ref: 1 },
    { $ref: "#" },
    { $ref: "#/channels" },
  ];

  it("are refused by name or read, and never crash anything", () => {
    const pointers = placesOf(baseDocument(), []);
    const crashes = pointers.flatMap((keys) =>
      WRONG.map((value) => withValue(baseDocument(), keys, value)).flatMap((next) => [
        ...crashOf(baseDocument(), next),
        ...crashOf(next, baseDocument()),
      ]),
    );
    expect(pointers.length).toBeGreaterThan(100);
    expect(crashes).toEqual([]);
  });
});

function crashOf(old: Loose, next: Loose): readonly string[] {
  try {
    changesOf(old, next);
    return [];
  } catch (error) {
    return AppError.is(error) ? [] : [String(error)];
  }
}

function placesOf(value: Loose, keys: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [keys];
  return [keys, ...Object.keys(value).flatMap((key) => placesOf(value[key], [...keys, key]))];
}

function withValue(document: Loose, keys: readonly string[], value: JsonValue): Loose {
  const last = keys.at(-1);
  if (last === undefined) return value;
  let at = document;
  for (const key of keys.slice(0, -1)) at = at[key];
  at[last] = value;
  return document;
}
