import fc from "fast-check";
import { expect, test } from "vitest";
import type { HeldToken, NarrowTokenOptions } from "../../src/token/held-token.ts";
import { keyOf, list, rawToken, type RawBlock, rootRest } from "./_raw-token.ts";
import { codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";
import { signWith } from "../../src/token/ed25519.ts";
import { proofInput, tokenDigest } from "../../src/token/token-chain.ts";

const NAMES = ["a", "b", "a.a", "a.b", "b.a", "a.a.a", "a.b.a"];
const NAME_PATTERNS = [...NAMES, ">", "*", "a.>", "a.*", "*.a", "*.>", "a.*.>", "*.*.a"];
const CAPABILITIES = ["x", "y", "x:x", "x:y", "y:x", "x:y:z", "x:x:x"];
const CAPABILITY_PATTERNS = [...CAPABILITIES, "*", "x:*", "*:x", "*:*", "*:y:*", "x:*:x"];

const pick = (values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const narrowing: fc.Arbitrary<NarrowTokenOptions> = fc.record(
  {
    principals: pick(NAME_PATTERNS),
    capabilities: pick(CAPABILITY_PATTERNS),
    ttlMs: fc.integer({ min: 1, max: 70_000 }),
  },
  { requiredKeys: [] },
);

/** All that a token allows, of what there is to ask. */
function allowed(allows: (principal: string, capability: string) => boolean): ReadonlySet<string> {
  const pairs = NAMES.flatMap((name) => [...CAPABILITY_PATTERNS].map((capability) => [name, capability] as const));
  return new Set(pairs.filter(([name, capability]) => allows(name, capability)).map((pair) => pair.join(" ")));
}

test("narrowing never widens: a chain of any narrowings allows less at each step, or is refused", () => {
  const { issue, show } = tokenWorld();
  const wide = (widest: string, values: readonly string[]): fc.Arbitrary<string[]> =>
    fc.oneof(
      fc.constant(widest).map((pattern): string[] => [pattern]),
      pick(values),
    );
  const root = fc.record({ principals: wide(">", NAME_PATTERNS), capabilities: wide("*", CAPABILITY_PATTERNS) });
  let narrowed = 0;
  fc.assert(
    fc.property(root, fc.array(narrowing, { minLength: 1, maxLength: 7 }), (request, steps) => {
      let held = issue(request);
      let before = allowed(show(held).allows);
      for (const step of steps) {
        const next = tryNarrow(held, step);
        if (next === undefined) continue;
        narrowed += 1;
        const after = allowed(show(next).allows);
        expect([...after].filter((pair) => !before.has(pair))).toEqual([]);
        expect(next.expiresAt).toBeLessThanOrEqual(held.expiresAt);
        expect(next.blocks.slice(0, -1)).toEqual(held.blocks);
        for (const capability of step.capabilities ?? [])
          for (const name of step.principals ?? []) {
            // What was asked for and not refused is there.
            if (NAMES.includes(name)) expect(after.has(`${name} ${capability}`)).toBe(true);
          }
        [held, before] = [next, after];
      }
    }),
    { numRuns: 150, seed: 42 },
  );
  expect(narrowed).toBeGreaterThan(100);
});

test("appended blocks that ask for more than there is give nothing more", () => {
  const { verifier, clock } = tokenWorld();
  const verify = verifier();
  const block = fc.record({ principals: pick(NAME_PATTERNS), capabilities: pick(CAPABILITY_PATTERNS) });
  fc.assert(
    fc.property(fc.array(block, { minLength: 2, maxLength: 4 }), (blocks) => {
      const raw = blocks.map(({ principals, capabilities }, at): RawBlock => {
        const lists = [list(...principals.sort()), list(...capabilities.sort())] as const;
        return at === 0 ? { rest: rootRest(...lists) } : { kind: 3, rest: Buffer.concat(lists), ttlMs: 86_400_000 };
      });
      const sets = raw.map((_, at) => {
        const token = rawToken(keyOf(7), raw.slice(0, at + 1));
        const signature = signWith(keyOf(at + 1), proofInput(tokenDigest(token), MESSAGE));
        const verified = verify(token, signature);
        expect(verified.expiresAt).toBe(clock.now() + 60_000);
        return allowed(verified.allows);
      });
      for (const [at, set] of sets.slice(1).entries())
        expect([...set].filter((pair) => !sets[at]?.has(pair))).toEqual([]);
    }),
    { numRuns: 60, seed: 42 },
  );
});

test("what is wider is refused by the name of its field", () => {
  const { issue } = tokenWorld();
  const held = issue();
  const wider: ReadonlyArray<readonly [NarrowTokenOptions, string]> = [
    [{ principals: ["agent.one", "other"] }, "principals"],
    [{ principals: [">"] }, "principals"],
    [{ capabilities: ["llm:chat", "llm:train"] }, "capabilities"],
    [{ capabilities: ["*"] }, "capabilities"],
    [{ ttlMs: 60_001 }, "ttlMs"],
  ];
  for (const [options, field] of wider)
    expect(() => held.narrow(options)).toThrow(
      expect.objectContaining({ code: "bus/not-narrower", details: { field } }),
    );
  expect(held.narrow({ ttlMs: 60_000 }).expiresAt).toBe(held.expiresAt);
});

test("what an earlier block took away cannot be asked for again", () => {
  const { issue } = tokenWorld();
  const held = issue().narrow({ capabilities: ["browser:*"], ttlMs: 1000 });
  expect(codeOf(() => held.narrow({ capabilities: ["llm:chat"] }))).toBe("bus/not-narrower");
  expect(codeOf(() => held.narrow({ ttlMs: 1001 }))).toBe("bus/not-narrower");
  const further = held.narrow({ principals: ["agent.one"] });
  expect(further.expiresAt).toBe(held.expiresAt);
  expect(codeOf(() => further.narrow({ principals: ["agent.two"] }))).toBe("bus/not-narrower");
  expect(codeOf(() => further.narrow({ capabilities: ["browser:navigate"] }))).toBe("nothing was thrown");
});

test("a time to live that is none is a mistake of the caller", () => {
  const held = tokenWorld().issue();
  for (const ttlMs of [0, -5, 0.5, Number.NaN, Infinity]) expect(() => held.narrow({ ttlMs })).toThrow(RangeError);
});

test("a token that is over cannot be narrowed", () => {
  const { issue, clock } = tokenWorld();
  const held = issue();
  clock.advance(59_999);
  expect(held.narrow({ ttlMs: 1 }).expiresAt).toBe(held.expiresAt);
  clock.advance(1);
  expect(codeOf(() => held.narrow({}))).toBe("bus/token-expired");
  clock.setWallTime(Number.NaN);
  expect(codeOf(() => held.narrow({}))).toBe("bus/token-expired");
});

test("a holder whose clock is behind the issuer's narrows from the time that the token is valid", () => {
  const { issue, clock } = tokenWorld();
  const start = clock.now();
  const held = issue();
  clock.setWallTime(start - 30_000);
  expect(held.narrow({ ttlMs: 10_000 }).expiresAt).toBe(start + 10_000);
});

test("a holder whose clock is ahead of the bus's can narrow and be understood at once", () => {
  const { issue, clock, show } = tokenWorld();
  const start = clock.now();
  const held = issue();
  clock.setWallTime(start + 20_000);
  const narrowed = held.narrow({ ttlMs: 10_000 });
  expect(narrowed.expiresAt).toBe(start + 30_000);
  clock.setWallTime(start);
  expect(show(narrowed).allows("agent.one", "llm:chat")).toBe(true);
});

function tryNarrow(held: HeldToken, options: NarrowTokenOptions): HeldToken | undefined {
  try {
    return held.narrow(options);
  } catch (error) {
    expect(error).toMatchObject({ code: "bus/not-narrower" });
    return undefined;
  }
}
