import { expect, test } from "vitest";
import { createTokenVerifier, type TokenVerifierOptions } from "../../src/token/create-token-verifier.ts";
import { signWith } from "../../src/token/ed25519.ts";
import { proofInput, tokenDigest } from "../../src/token/token-chain.ts";
import { keyOf, rawToken, type RawBlock } from "./_raw-token.ts";
import { BUS, codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";

const NOTHING = "nothing was thrown";

test("a token is valid from the millisecond it was issued to the last one before its end", () => {
  const { issue, show, clock } = tokenWorld();
  const start = clock.now();
  const held = issue({ ttlMs: 1000 });
  const at = (now: number): string => {
    clock.setWallTime(now);
    return codeOf(() => show(held));
  };
  expect([at(start), at(start + 999)]).toEqual([NOTHING, NOTHING]);
  expect([at(start + 1000), at(Infinity), at(Number.NaN)]).toEqual([
    "bus/token-expired",
    "bus/token-expired",
    "bus/token-not-yet-valid",
  ]);
  expect([at(start - 1), at(0), at(start)]).toEqual(["bus/token-not-yet-valid", "bus/token-not-yet-valid", NOTHING]);
});

test("leeway makes both ends later and earlier by exactly as much", () => {
  const { issue, clock, verifier } = tokenWorld();
  const verify = verifier({ leewayMs: 50 });
  const start = clock.now();
  const held = issue({ ttlMs: 1000 });
  const at = (now: number): string => {
    clock.setWallTime(now);
    return codeOf(() => verify(held.token, held.prove(MESSAGE)));
  };
  expect([at(start - 50), at(start + 1049)]).toEqual([NOTHING, NOTHING]);
  expect([at(start - 51), at(start + 1050)]).toEqual(["bus/token-not-yet-valid", "bus/token-expired"]);
});

test("by default clocks may be five seconds apart", () => {
  const { issue, clock, key, list } = tokenWorld();
  const held = issue();
  const verifier = createTokenVerifier({ rootKeys: [key.publicKey], clock, audience: BUS, isRevoked: list.isRevoked });
  const presented = { token: held.token, message: MESSAGE, signature: held.prove(MESSAGE) };
  clock.setWallTime(held.expiresAt + 4999);
  expect(codeOf(() => verifier.verify(presented))).toBe(NOTHING);
  clock.setWallTime(held.expiresAt + 5000);
  expect(codeOf(() => verifier.verify(presented))).toBe("bus/token-expired");
});

test("the latest beginning and the earliest end of all blocks count", () => {
  const { clock, verifier } = tokenWorld();
  const verify = verifier();
  const start = clock.now();
  const orders: ReadonlyArray<readonly RawBlock[]> = [
    [{}, { notBefore: start + 10, ttlMs: 90_000 }, { notBefore: start + 5, ttlMs: 95 }],
    [{}, { notBefore: start + 5, ttlMs: 95 }, { notBefore: start + 10, ttlMs: 90_000 }],
    [{ notBefore: start + 10 }, { notBefore: start, ttlMs: 100 }, {}],
  ];
  for (const blocks of orders) {
    const token = rawToken(keyOf(7), blocks);
    const signature = signWith(keyOf(blocks.length), proofInput(tokenDigest(token), MESSAGE));
    const at = (now: number): string => {
      clock.setWallTime(now);
      return codeOf(() => verify(token, signature));
    };
    expect([at(start + 9), at(start + 10), at(start + 99), at(start + 100)]).toEqual([
      "bus/token-not-yet-valid",
      NOTHING,
      NOTHING,
      "bus/token-expired",
    ]);
  }
});

test("a token that was verified before allows nothing from the moment that it is over", () => {
  const { issue, show, clock } = tokenWorld();
  const verified = show(issue());
  clock.advance(59_999);
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  clock.advance(1);
  expect(verified.allows("agent.one", "llm:chat")).toBe(false);
});

test("of a message that was taken before, the token is judged as of then, and what is revoked as of now", () => {
  const { issue, clock, list, key } = tokenWorld();
  const start = clock.now();
  const held = issue({ ttlMs: 1000 });
  const { verify } = createTokenVerifier({
    rootKeys: [key.publicKey],
    clock,
    audience: BUS,
    isRevoked: list.isRevoked,
    leewayMs: 0,
  });
  const presented = { token: held.token, message: MESSAGE, signature: held.prove(MESSAGE) };
  const at = (time: number): string => codeOf(() => verify({ ...presented, at: time }));
  clock.advance(50_000);
  expect([at(start), at(start + 999)]).toEqual([NOTHING, NOTHING]);
  expect([at(start - 1), at(start + 1000), at(Infinity), at(Number.NaN)]).toEqual([
    "bus/token-not-yet-valid",
    "bus/token-expired",
    "bus/token-expired",
    "bus/token-not-yet-valid",
  ]);
  expect(codeOf(() => verify({ ...presented, at: start, signature: new Uint8Array(64) }))).toBe("bus/token-proof");
  const verified = verify({ ...presented, at: start });
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  list.revoke(held.blocks[0]?.id ?? "", held.expiresAt);
  expect(verified.allows("agent.one", "llm:chat")).toBe(false);
  expect(at(start)).toBe("bus/token-revoked");
});

test("a message that is said to be taken later makes no token valid now", () => {
  const { issue, clock, key, list } = tokenWorld();
  const held = issue();
  const { verify } = createTokenVerifier({
    rootKeys: [key.publicKey],
    clock,
    audience: BUS,
    isRevoked: list.isRevoked,
  });
  const presented = { token: held.token, message: MESSAGE, signature: held.prove(MESSAGE), at: clock.now() };
  clock.setWallTime(clock.now() - 10_000);
  expect(codeOf(() => verify(presented))).toBe("bus/token-not-yet-valid");
});

test("a token is for one bus", () => {
  const { issue, show, verifier } = tokenWorld();
  expect(codeOf(() => show(issue({ audience: "bus.other" })))).toBe("bus/token-wrong-audience");
  expect(codeOf(() => show(issue({ audience: "bus" })))).toBe("bus/token-wrong-audience");
  const held = issue({ audience: "bus.other" }).narrow({});
  const other = verifier({ audience: "bus.other" });
  expect(codeOf(() => other(held.token, held.prove(MESSAGE)))).toBe(NOTHING);
});

test("several issuers may be trusted at once, and one that is no longer is not", () => {
  const { issue, verifier, key } = tokenWorld();
  const other = "SNLPmehIVtLLE/gANFuMkwfRAbK6jxXizEhu7JphMmk=";
  const held = issue().narrow({});
  const withKeys = (...rootKeys: readonly string[]): string =>
    codeOf(() => verifier({ rootKeys })(held.token, held.prove(MESSAGE)));
  expect(withKeys(other, key.publicKey)).toBe(NOTHING);
  expect(withKeys(key.publicKey, other)).toBe(NOTHING);
  expect(withKeys(other)).toBe("bus/token-untrusted");
});

test("a verifier is not made of options that it cannot keep", () => {
  const { key, clock, list } = tokenWorld();
  const make = (options: Partial<TokenVerifierOptions>) => (): unknown =>
    createTokenVerifier({ rootKeys: [key.publicKey], clock, audience: BUS, isRevoked: list.isRevoked, ...options });
  for (const leewayMs of [-1, 60_001, 0.5, Number.NaN]) expect(make({ leewayMs })).toThrow(RangeError);
  for (const cacheSize of [-1, 100_001, 1.5, Number.NaN]) expect(make({ cacheSize })).toThrow(RangeError);
  expect(make({ leewayMs: 60_000, cacheSize: 100_000 })).not.toThrow();
  expect(make({ rootKeys: [] })).toThrow(RangeError);
  expect(make({ rootKeys: Array.from({ length: 17 }, () => key.publicKey) })).toThrow(RangeError);
  expect(make({ rootKeys: Array.from({ length: 16 }, () => key.publicKey) })).not.toThrow();
  expect(codeOf(make({ rootKeys: [key.publicKey, "x"] }))).toBe("bus/invalid-key");
  expect(make({ audience: "bus.*" })).toThrow(TypeError);
  expect(make({ isRevoked: null as never })).toThrow(TypeError);
});
