import fc from "fast-check";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createRevocationList } from "../../src/token/create-revocation-list.ts";
import type { HeldToken } from "../../src/token/held-token.ts";
import { codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";

const NOTHING = "nothing was thrown";
const id = (number: number): string => number.toString(16).padStart(32, "0");

test("revoking a token ends it and all that was narrowed from it, and nothing else", () => {
  const { issue, show, list } = tokenWorld();
  const parent = issue();
  const [child, sibling] = [parent.narrow({}), parent.narrow({})];
  const grandchild = child.narrow({});
  const states = (): readonly string[] => [parent, child, grandchild, sibling].map((held) => codeOf(() => show(held)));
  expect(states()).toEqual([NOTHING, NOTHING, NOTHING, NOTHING]);
  revoke(list, grandchild);
  expect(states()).toEqual([NOTHING, NOTHING, "bus/token-revoked", NOTHING]);
  revoke(list, child);
  expect(states()).toEqual([NOTHING, "bus/token-revoked", "bus/token-revoked", NOTHING]);
  revoke(list, parent);
  expect(new Set(states())).toEqual(new Set(["bus/token-revoked"]));
});

test("a token that was verified before allows nothing from the moment that it is revoked", () => {
  const { issue, show, list } = tokenWorld();
  const parent = issue();
  const verified = show(parent.narrow({}));
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  revoke(list, parent);
  expect(verified.allows("agent.one", "llm:chat")).toBe(false);
});

test("an answer that is not no is yes, and none at all refuses for now", () => {
  const { issue, verifier } = tokenWorld();
  const held = issue();
  const attempt = (isRevoked: () => unknown): string =>
    codeOf(() => verifier({ isRevoked: isRevoked as never })(held.token, held.prove(MESSAGE)));
  for (const answer of [true, undefined, null, 0, "", Promise.resolve(false)])
    expect(attempt(() => answer)).toBe("bus/token-revoked");
  expect(attempt(() => false)).toBe(NOTHING);
  let broken = false;
  const isRevoked = (): boolean => {
    if (broken) throw new Error("The list cannot be reached.");
    return false;
  };
  const verified = verifier({ isRevoked })(held.token, held.prove(MESSAGE));
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  broken = true;
  expect(verified.allows("agent.one", "llm:chat")).toBe(false);
  expect(attempt(isRevoked)).toBe("bus/token-unchecked");
});

test("each block is asked for with the time at which it is over for this token", () => {
  const { issue, verifier, clock } = tokenWorld();
  const held = issue().narrow({ ttlMs: 1000 }).narrow({});
  const asked: Array<readonly [string, number]> = [];
  const verify = verifier({ isRevoked: (...block) => asked.push(block) < 0 });
  verify(held.token, held.prove(MESSAGE));
  expect(asked.map(([, expiresAt]) => expiresAt - clock.now())).toEqual([60_000, 1000, 1000]);
  expect(asked.map(([block]) => block)).toEqual(held.blocks.map((block) => block.id));
});

test("an entry is told of until nobody can show its token, and refused for ever", () => {
  const clock = createManualClock(0);
  const list = createRevocationList({ clock, maxEntries: 1, keepMs: 60_000 });
  list.revoke(id(1), 1000);
  clock.advance(60_999);
  expect(list.entries()).toEqual([{ id: id(1), expiresAt: 1000 }]);
  expect(list.isRevoked(id(1), 1000)).toBe(true);
  clock.advance(1);
  expect(list.entries()).toEqual([]);
  list.revoke(id(2), 90_000);
  expect([list.entries(), list.refusedThrough]).toEqual([[{ id: id(2), expiresAt: 90_000 }], 1000]);
  expect(list.isRevoked(id(3), 2000)).toBe(false);
  clock.setWallTime(0);
  expect(list.isRevoked(id(1), 1000)).toBe(true);
});

test("a full list refuses what is over as soon as the entry that it forgot", () => {
  const clock = createManualClock(0);
  const list = createRevocationList({ clock, maxEntries: 2 });
  for (const [number, expiresAt] of [
    [1, 3000],
    [2, 1000],
    [3, 2000],
  ] as const)
    list.revoke(id(number), expiresAt);
  expect(list.refusedThrough).toBe(1000);
  expect(list.entries().map((entry) => entry.id)).toEqual([id(1), id(3)]);
  expect([list.isRevoked(id(2), 1000), list.isRevoked(id(9), 1000), list.isRevoked(id(9), 1001)]).toEqual([
    true,
    true,
    false,
  ]);
  list.revoke(id(4), 500);
  expect([list.refusedThrough, list.isRevoked(id(4), 500)]).toEqual([1000, true]);
  expect(list.entries()).toHaveLength(2);
});

test("however many are revoked, none of them is taken for good, and the list stays within its size", () => {
  const revocation = fc.record({
    number: fc.nat({ max: 20 }),
    expiresAt: fc.nat({ max: 200_000 }),
    wait: fc.nat({ max: 9000 }),
  });
  fc.assert(
    fc.property(fc.array(revocation, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (steps, maxEntries) => {
      const clock = createManualClock(0);
      const list = createRevocationList({ clock, maxEntries });
      const ends = new Map<string, number>();
      for (const { number, expiresAt, wait } of steps) {
        list.revoke(id(number), expiresAt);
        ends.set(id(number), Math.max(expiresAt, ends.get(id(number)) ?? 0));
        expect(list.entries().length).toBeLessThanOrEqual(maxEntries);
        clock.advance(wait);
        for (const [revoked, end] of ends) expect(list.isRevoked(revoked, end)).toBe(true);
      }
    }),
    { numRuns: 200, seed: 42 },
  );
});

test("revoking twice keeps the later end", () => {
  const clock = createManualClock(0);
  const list = createRevocationList({ clock });
  list.revoke(id(1), 5000);
  list.revoke(id(1), 10);
  expect(list.entries()).toEqual([{ id: id(1), expiresAt: 5000 }]);
  list.revoke(id(1), 6000);
  expect(list.entries()).toEqual([{ id: id(1), expiresAt: 6000 }]);
});

test("all tokens that there are can be refused at once, and later ones are not", () => {
  const { issue, show, list, clock } = tokenWorld();
  const held = issue();
  list.refuseThrough(clock.now() + 900_000);
  list.refuseThrough(5);
  expect(list.refusedThrough).toBe(clock.now() + 900_000);
  expect(codeOf(() => show(held))).toBe("bus/token-revoked");
  clock.advance(1);
  expect(codeOf(() => show(issue({ ttlMs: 900_000 })))).toBe(NOTHING);
});

test("a list that revokes nothing refuses nothing", () => {
  const list = createRevocationList({ clock: createManualClock() });
  expect([list.entries(), list.refusedThrough, list.isRevoked(id(1), 1)]).toEqual([[], 0, false]);
  expect(list.isRevoked(id(1), Number.NaN)).toBe(true);
});

test("ten thousand entries are kept by default", () => {
  const list = createRevocationList({ clock: createManualClock() });
  const end = Date.UTC(2026, 0, 2);
  for (let number = 0; number < 10_000; number += 1) list.revoke(id(number), end + number);
  expect([list.entries().length, list.refusedThrough]).toEqual([10_000, 0]);
  list.revoke(id(10_000), end + 10_000);
  expect([list.entries().length, list.refusedThrough]).toEqual([10_000, end]);
});

test("by default an entry is told of for a day after its end", () => {
  const clock = createManualClock(0);
  const list = createRevocationList({ clock });
  list.revoke(id(1), 1000);
  clock.advance(86_400_999);
  expect(list.entries()).toHaveLength(1);
  clock.advance(1);
  expect(list.entries()).toEqual([]);
});

test("what is no block and no time is a mistake of the caller", () => {
  const clock = createManualClock();
  const list = createRevocationList({ clock });
  for (const wrong of ["", id(1).slice(1), `${id(1)}0`, id(1).replace("1", "G"), `${id(1)}\n`])
    expect(() => list.revoke(wrong, 1)).toThrow(TypeError);
  for (const time of [Number.NaN, Infinity, -1]) {
    expect(() => list.revoke(id(1), time)).toThrow(RangeError);
    expect(() => list.refuseThrough(time)).toThrow(RangeError);
  }
  for (const maxEntries of [0, 1.5, Number.NaN])
    expect(() => createRevocationList({ clock, maxEntries })).toThrow(RangeError);
  for (const keepMs of [59_999, -1, Number.NaN])
    expect(() => createRevocationList({ clock, keepMs })).toThrow(RangeError);
  expect(list.entries()).toEqual([]);
});

function revoke(list: { revoke: (id: string, expiresAt: number) => void }, held: HeldToken): void {
  const own = held.blocks.at(-1);
  if (own !== undefined) list.revoke(own.id, own.expiresAt);
}
