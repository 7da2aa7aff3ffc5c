import { expect, test } from "vitest";
import { coreError } from "./errors.ts";
import { LOG_LIMITS, toLogFields, toLogText } from "./log-value.ts";

const plain = (fields: unknown): unknown => toLogFields(fields as Record<string, unknown>, { stacks: false });

test("plain values stay as they are", () => {
  const fields = { a: 1, b: "two", c: true, d: null, e: [1, { f: [] }], date: new Date(0) };
  expect(plain(fields)).toEqual({ ...fields, date: "1970-01-01T00:00:00.000Z" });
});

test("what JSON has no word for is described", () => {
  expect(
    plain({
      a: 1n,
      b: Number.NaN,
      c: Symbol("s"),
      d: () => 1,
      e: undefined,
      f: new Uint8Array(3),
      g: new Map(),
      h: 1n << 200n,
    }),
  ).toEqual({ a: "1", b: "NaN", c: "[symbol]", d: "[function]", f: "[3 bytes]", g: "[0 entries]", h: "[big integer]" });
});

test("the same object twice is written twice, and only a cycle is cut", () => {
  const shared = { a: 1 };
  const cycle: Record<string, unknown> = { shared, again: shared };
  cycle["self"] = cycle;
  expect(plain(cycle)).toEqual({ shared: { a: 1 }, again: { a: 1 }, self: "[circular]" });
});

test("objects that cannot be read do not count as depth for those after them", () => {
  const broken = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("a hostile trap");
      },
    },
  );
  const fields = { list: Array.from({ length: 10 }, () => broken), after: { a: 1 } };
  expect(plain(fields)).toEqual({ list: Array.from({ length: 10 }, () => "[unreadable]"), after: { a: 1 } });
});

test("depth, entries and text are bounded, and what was cut is said", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 20; level += 1) deep = { deep };
  expect(JSON.stringify(plain({ deep }))).toContain("[too deep]");
  expect((plain({ list: Array.from({ length: 100 }, () => 1) }) as { list: unknown[] }).list.at(-1)).toBe("[36 more]");
  expect(toLogText("ab ".repeat(5000))).toMatch(/^(ab )+\[15000 characters\]$/);
});

test("a secret that the cut goes through is left out whole", () => {
  const token = `cordon_${"x".repeat(43)}`;
  for (const shift of [1, 10, 20, 40]) {
    const text = `${"a ".repeat(LOG_LIMITS.maxTextChars / 2 - shift)}${token} and more`;
    expect(toLogText(text)).not.toContain("cordon_");
  }
});

test("a field named __proto__ stays a field", () => {
  const fields = plain(JSON.parse('{"__proto__":{"a":1}}'));
  expect(JSON.stringify(fields)).toBe('{"__proto__":{"a":1}}');
});

test("an AppError keeps code, kind and details, and its causes theirs", () => {
  const cause = Object.assign(new Error("low"), { code: "ECONNREFUSED", query: "select secret" });
  const error = coreError("storage/unavailable", { reason: "down", password: "x" }, { cause });
  expect(plain({ error })).toEqual({
    error: {
      name: "AppError",
      message: "The database did not answer. Try again shortly.",
      code: "storage/unavailable",
      kind: "unavailable",
      details: { reason: "down", password: "[redacted]" },
      cause: { name: "Error", message: "low", code: "ECONNREFUSED" },
    },
  });
});

test("stacks are kept only where asked for, and redacted", () => {
  const error = new Error("password=hunter2");
  expect(JSON.stringify(plain({ error }))).not.toContain("stack");
  const withStack = JSON.stringify(toLogFields({ error }, { stacks: true }));
  expect(withStack).toContain("log-value.test.ts");
  expect(withStack).not.toContain("hunter2");
});

test("an error of another realm, and a group of errors, are errors too", () => {
  const foreign = { name: "Error", message: "far", secretRow: "x", [Symbol.toStringTag]: "Error" };
  expect(plain({ a: foreign, b: new AggregateError([new Error("one")], "all") })).toMatchObject({
    a: { message: "far" },
    b: { message: "all", errors: [{ message: "one" }] },
  });
  expect(JSON.stringify(plain({ a: foreign }))).not.toContain("secretRow");
});

test("an object's toJSON is not called, since it may do anything", () => {
  expect(plain({ a: { b: 1, toJSON: () => "called" } })).toEqual({ a: { b: 1, toJSON: "[function]" } });
});

test("more names to redact can be given", () => {
  expect(toLogFields({ "Tax-Id": "1" }, { stacks: false, secretNames: new Set(["taxid"]) })).toEqual({
    "Tax-Id": "[redacted]",
  });
});
