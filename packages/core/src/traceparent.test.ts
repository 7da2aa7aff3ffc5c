import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSeededRandom } from "./testing/index.ts";
import { childTraceparent, formatTraceparent, parseTraceparent } from "./traceparent.ts";

const hex = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(..."0123456789abcdef".split("")), { minLength: length, maxLength: length })
    .map((digits) => digits.join(""))
    .filter((text) => /[^0]/.test(text));

const VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

test("what is written is read back the same", () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
      const parent = { traceId, spanId, sampled };
      expect(parseTraceparent(formatTraceparent(parent))).toEqual(parent);
    }),
  );
});

test("reading never throws, and what it takes is written as a valid traceparent", () => {
  const nearly = fc
    .tuple(hex(32), hex(16), fc.string({ maxLength: 3 }), fc.nat(54))
    .map(
      ([trace, span, noise, at]) => `00-${trace}-${span}-01`.slice(0, at) + noise + `00-${trace}-${span}-01`.slice(at),
    );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string(), nearly), (value) => {
      const parsed = parseTraceparent(value);
      const written = parsed && formatTraceparent(parsed);
      expect(written ?? VALID).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    }),
  );
});

test("all flags but the sampled one are left behind", () => {
  const rest = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
  expect(parseTraceparent(`${rest}ff`)?.sampled).toBe(true);
  expect(parseTraceparent(`${rest}fe`)?.sampled).toBe(false);
});

test("a child keeps the trace and gets a span of its own", () => {
  const random = createSeededRandom(3);
  const parent = childTraceparent(undefined, random, true);
  const child = childTraceparent(parent, random, false);
  expect(child).toMatchObject({ traceId: parent.traceId, sampled: false });
  expect(child.spanId).not.toBe(parent.spanId);
});

test("a source of nothing but zeroes still gives ids that are valid", () => {
  const zeroes = { bytes: (length: number) => new Uint8Array(length) };
  expect(parseTraceparent(formatTraceparent(childTraceparent(undefined, zeroes, true)))).toBeDefined();
});
