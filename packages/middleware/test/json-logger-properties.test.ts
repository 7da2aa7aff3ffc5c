import { coreError, type LogFields } from "@cordon/core";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createJsonLogger, generateToken } from "../src/index.ts";

const clock = createManualClock();

function lineOf(message: unknown, fields: unknown): string {
  let written = "";
  const logger = createJsonLogger({ clock, minLevel: "debug", write: (line) => (written += line) });
  logger.log("error", message as string, fields as LogFields);
  return written;
}

const anything = fc.anything({
  maxDepth: 8,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withUnicodeString: true,
} as never);

test("whatever is logged, it does not throw and writes exactly one line of JSON", () => {
  fc.assert(
    fc.property(anything, anything, (message, fields) => {
      const line = lineOf(message, fields);
      expect(line.indexOf("\n")).toBe(line.length - 1);
      expect(JSON.parse(line)).toMatchObject({ level: "error" });
    }),
    { numRuns: 2000 },
  );
});

const secret = fc.integer({ min: 1 }).map((seed) => generateToken(createSeededRandom(seed)));
const password = fc.stringMatching(/^[A-Za-z0-9!$%*+~]{12,40}$/).map((text) => `Q7z${text}`);
const name = fc.constantFrom(
  "password",
  "Authorization",
  "x-api-key",
  "refreshToken",
  "cookie",
  "client_secret",
  "sessionId",
);
const noise = fc.string({ maxLength: 20 });

// How secrets get into logs: under a telling name, in a text that names them, in a URL, or as a token of ours anywhere.
const planted = fc.oneof(
  fc.record({ secret: password, name }).map(({ secret: text, name: key }) => ({ text, value: { [key]: text } })),
  fc
    .record({ secret: password, name })
    .map(({ secret: text, name: key }) => ({ text, value: { [key]: { in: [text] } } })),
  fc
    .record({ secret: password, before: noise })
    .map(({ secret: text, before }) => ({ text, value: `${before} password=${text}` })),
  fc
    .record({ secret: password, before: noise })
    .map(({ secret: text, before }) => ({ text, value: `${before} Bearer ${text} x` })),
  fc.record({ secret: password }).map(({ secret: text }) => ({ text, value: `postgres://u:${text}@h/db` })),
  fc
    .record({ secret: password })
    .map(({ secret: text }) => ({ text, value: JSON.stringify({ a: { password: text } }) })),
  fc
    .record({ secret, before: noise, after: noise })
    .map(({ secret: text, before, after }) => ({ text, value: `${before}${text} ${after}` })),
  fc
    .record({ secret, length: fc.integer({ min: 4000, max: 4200 }) })
    .map(({ secret: text, length }) => ({ text: text.slice(0, 20), value: `${"a ".repeat(length / 2)}${text}` })),
);

const wrap = fc.constantFrom<((value: unknown) => unknown)[]>(
  (value) => [value],
  (value) => ({ a: 1, b: value }),
  (value) => new Error(typeof value === "string" ? value : "m", { cause: value }),
  (value) => coreError("storage/unavailable", { reason: "r", value }, { cause: value }),
  (value) => new AggregateError([value, value], "all"),
  (value) => (typeof value === "string" ? { [value]: true } : value),
);

test("a planted secret is in no line, wherever it was put", () => {
  fc.assert(
    fc.property(planted, fc.array(wrap, { maxLength: 4 }), anything, ({ text, value }, wraps, other) => {
      const wrapped = wraps.reduce((inner, wrapIn) => wrapIn(inner), value as unknown);
      const line = lineOf(typeof value === "string" ? value : "m", { other, wrapped });
      expect(line).not.toContain(text);
    }),
    { numRuns: 3000 },
  );
});
