import { describe, expect, test } from "vitest";
import { openApiRules } from "../../src/openapi/open-api-rules.ts";
import { diff, linesOf } from "./_diff.ts";
import { bodyPairs } from "./_body-pairs.ts";
import { callbackPairs } from "./_callback-pairs.ts";
import type { Pair } from "./_pairs.ts";
import { parameterPairs } from "./_parameter-pairs.ts";
import { pathPairs } from "./_path-pairs.ts";
import { responsePairs } from "./_response-pairs.ts";
import { securityPairs } from "./_security-pairs.ts";
import { serverPairs } from "./_server-pairs.ts";
import { sharedPairs } from "./_shared-pairs.ts";

const groups: Readonly<Record<string, readonly Pair[]>> = {
  paths: pathPairs,
  parameters: parameterPairs,
  bodies: bodyPairs,
  responses: responsePairs,
  callbacks: callbackPairs,
  servers: serverPairs,
  security: securityPairs,
  shared: sharedPairs,
};
const all = Object.values(groups).flat();

describe.each(Object.entries(groups))("%s", (_, pairs) => {
  test.each(pairs)("$change", ({ old, next, expect: expected, options }) => {
    expect(linesOf(diff(old, next, options))).toEqual([...expected].sort());
  });
  test.each(pairs)("the other way round: $change", ({ old, next, reverse, options }) => {
    expect(linesOf(diff(next, old, options))).toEqual([...reverse].sort());
  });
});

test("what breaks backward one way breaks forward the other way", () => {
  for (const { change, old, next, options } of all) {
    const count = (breaks: string, from: Pair["old"], to: Pair["old"]): number =>
      diff(from, to, options).changes.filter((found) => found.breaks === breaks).length;
    expect([change, count("backward", old, next)]).toEqual([change, count("forward", next, old)]);
  }
});

test("every rule is met here, none is met that is not listed, and none breaks whom it does not name", () => {
  const changes = all.flatMap(({ old, next, options }) => [
    ...diff(old, next, options).changes,
    ...diff(next, old, options).changes,
  ]);
  const own = changes.filter(({ rule }) => rule.startsWith("openapi/"));
  expect([...new Set(own.map(({ rule }) => rule))].sort()).toEqual(Object.keys(openApiRules).sort());
  const named = Object.entries(openApiRules).flatMap(([id, { breaks }]) => breaks.map((one) => `${id} ${one}`));
  expect([...new Set(own.map(({ rule, breaks }) => `${rule} ${breaks}`))].sort()).toEqual(named.sort());
});

test("there are more than eighty pairs", () => {
  expect(all.length).toBeGreaterThan(80);
});
