import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { redactText } from "@cordon/core";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { busKeyFrom } from "../../src/token/bus-key.ts";
import { createTokenIssuer } from "../../src/token/create-token-issuer.ts";
import { holdToken } from "../../src/token/held-token.ts";
import { BUS, codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";

test("a token that was issued allows what it says, in the names that it says", () => {
  const { issue, show, clock } = tokenWorld();
  const held = issue();
  const verified = show(held);
  expect(held.token).toMatch(/^cordon_bt1_[\w-]+$/);
  expect([held.audience, held.expiresAt]).toEqual([BUS, clock.now() + 60_000]);
  expect([verified.expiresAt, verified.blocks]).toEqual([held.expiresAt, held.blocks]);
  expect(verified.allows("agent.one", "browser:navigate")).toBe(true);
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  expect(verified.allows("agent.one", "llm:train")).toBe(false);
  expect(verified.allows("agent", "llm:chat")).toBe(false);
  expect(verified.allows("other.one", "llm:chat")).toBe(false);
});

test("a pattern is allowed as a capability only where all of it is, and never as a name", () => {
  const { issue, show } = tokenWorld();
  const verified = show(issue({ principals: [">"] }));
  expect(verified.allows("a", "browser:*")).toBe(true);
  expect(verified.allows("a", "llm:*")).toBe(false);
  for (const name of ["*", ">", "a.>", "", "a.", "a b", "ä", "a".repeat(129), 1, undefined, { toString: () => "a" }])
    expect(verified.allows(name as string, "llm:chat")).toBe(false);
});

test("what is no capability is allowed to nobody", () => {
  const { issue, show } = tokenWorld();
  const verified = show(issue({ capabilities: ["*"] }));
  expect(verified.allows("agent.one", "anything")).toBe(true);
  for (const capability of ["", ":", "a::b", "a b", "a".repeat(301), null, 7, {}])
    expect(verified.allows("agent.one", capability as string)).toBe(false);
});

test("the order and the repetition of patterns make no difference to what a token says", () => {
  const one = tokenWorld().issue({ capabilities: ["b", "a", "b"] });
  const other = tokenWorld().issue({ capabilities: ["a", "b"] });
  expect(one.token).toBe(other.token);
});

test("a token goes to another process with its key, and works there", () => {
  const { issue, show, ports } = tokenWorld();
  const held = issue().narrow({ capabilities: ["llm:chat"] });
  const secret = held.exportSecret();
  const taken = holdToken(secret, ports);
  expect(secret).toMatch(/^cordon_bts1_[\w-]{43}\.cordon_bt1_[\w-]+$/);
  expect([taken.token, taken.exportSecret()]).toEqual([held.token, secret]);
  expect(show(taken).allows("agent.one", "llm:chat")).toBe(true);
  expect(show(taken.narrow({ principals: ["agent.one"] })).allows("agent.two", "llm:chat")).toBe(false);
});

test("a secret that is not exactly what was exported is refused, and not repeated", () => {
  const { issue, ports } = tokenWorld();
  const [one, other] = [issue(), issue()];
  const secret = one.exportSecret();
  const seed = secret.slice(12, 55);
  const hostile: readonly unknown[] = [
    "",
    undefined,
    one.token,
    secret.slice(1),
    secret.replace("bts1", "bts2"),
    secret.slice(0, -1),
    `${secret} `,
    secret.replace(".", "_"),
    secret.slice(0, 55),
    // Two bits of the last letter of a seed mean nothing.
    `${secret.slice(0, 54)}${secret[54] === "B" ? "C" : "B"}${secret.slice(55)}`,
    `cordon_bts1_${seed.slice(0, 42)}.${one.token}`,
    `cordon_bts1_${seed.slice(0, 42)}!.${one.token}`,
    `cordon_bts1_${seed}.${other.token}`,
    `cordon_bts1_${seed}.${one.narrow({}).token}`,
    `cordon_bts1_${"A".repeat(43)}.${one.token}`,
    `cordon_bts1_${"A".repeat(9_000_000)}`,
  ];
  for (const text of hostile) {
    const act = (): unknown => holdToken(text as string, ports);
    expect(codeOf(act)).toBe("bus/token-malformed");
    expect(shownError(act)).not.toContain(seed.slice(0, 12));
  }
});

test("a secret that gets into a log is taken for one", () => {
  const secret = tokenWorld().issue().exportSecret();
  expect(redactText(`It was ${secret} that failed.`)).not.toContain(secret.slice(12, 24));
});

test("nothing that is shown of a holder, an issuer or a key has a secret in it", () => {
  const { issue, ports } = tokenWorld();
  const key = busKeyFrom({ seed: new Uint8Array(32).fill(9) });
  const held = issue();
  const seed = held.exportSecret().slice(12, 55);
  const secrets = [seed, Buffer.from(seed, "base64url").toString("hex"), Buffer.alloc(32, 9).toString("base64url")];
  for (const shown of [held, key, createTokenIssuer({ key, ...ports })]) {
    for (const customInspect of [true, false]) {
      const text = inspect(shown, { depth: Infinity, showHidden: true, customInspect }) + JSON.stringify(shown);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  }
  expect(inspect(held)).toBe("HeldToken {}");
});

test("a request for no, too many or invalid patterns is refused", () => {
  const { issue } = tokenWorld();
  const many = Array.from({ length: 33 }, (_, at) => `p${at}`);
  const hostile: readonly unknown[] = [[], many, ["a b"], [""], ["a:"], [7], "agent", undefined, [["a"]]];
  for (const patterns of hostile) {
    expect(codeOf(() => issue({ capabilities: patterns as string[] }))).toBe("bus/invalid-pattern");
    expect(codeOf(() => issue({ principals: patterns as string[] }))).toBe("bus/invalid-pattern");
    expect(codeOf(() => issue().narrow({ capabilities: patterns as string[] }))).toBe(
      patterns === undefined ? "nothing was thrown" : "bus/invalid-pattern",
    );
  }
  expect(issue({ capabilities: many.slice(1), principals: many.slice(1) }).token.length).toBeLessThan(1000);
  expect(codeOf(() => issue({ principals: ["a:b"] }))).toBe("bus/invalid-pattern");
  expect(codeOf(() => issue({ capabilities: ["a.>"] }))).toBe("bus/invalid-pattern");
  expect(codeOf(() => issue({ audience: "bus.*" }))).toBe("bus/invalid-pattern");
  expect(codeOf(() => issue({ audience: undefined as never }))).toBe("bus/invalid-pattern");
});

test("a token that would be too large is not made", () => {
  const { issue, show } = tokenWorld();
  const capabilities = Array.from({ length: 9 }, (_, at) => `${at}${"x".repeat(298)}`);
  expect(codeOf(() => issue({ capabilities }))).toBe("nothing was thrown");
  expect(codeOf(() => issue({ capabilities: [...capabilities, `9${"x".repeat(298)}`] }))).toBe("bus/token-too-large");
  // To the letter: 4096 characters are 3063 bytes and 3/4, and this token has 3063.
  const full = 3063 - (issue({ capabilities: [...capabilities, "9"] }).token.length - 11) * 0.75;
  const largest = issue({ capabilities: [...capabilities, "9".repeat(1 + Math.floor(full))] });
  expect(largest.token.length).toBeGreaterThanOrEqual(4094);
  expect(show(largest).allows("agent.one", capabilities[0] ?? "")).toBe(true);
  expect(codeOf(() => issue({ capabilities: [...capabilities, "9".repeat(4 + Math.floor(full))] }))).toBe(
    "bus/token-too-large",
  );
  let held = issue();
  for (let blocks = 1; blocks < 8; blocks += 1) held = held.narrow({});
  expect(held.blocks).toHaveLength(8);
  expect(codeOf(() => show(held))).toBe("nothing was thrown");
  expect(codeOf(() => held.narrow({}))).toBe("bus/token-too-large");
});

test("a time to live is a whole number up to what the issuer may give", () => {
  const { issue, ports, key } = tokenWorld();
  for (const ttlMs of [0, -1, 1.5, Number.NaN, Infinity, 900_001, "60000" as never, undefined as never])
    expect(() => issue({ ttlMs })).toThrow(RangeError);
  expect(issue({ ttlMs: 900_000 }).expiresAt).toBe(ports.clock.now() + 900_000);
  for (const maxTtlMs of [0, 86_400_001, Number.NaN])
    expect(() => createTokenIssuer({ key, ...ports, maxTtlMs })).toThrow(RangeError);
  const longest = createTokenIssuer({ key, ...ports, maxTtlMs: 86_400_000 });
  const held = longest.issue({ principals: ["a"], capabilities: ["b"], audience: BUS, ttlMs: 86_400_000 });
  expect(held.expiresAt).toBe(ports.clock.now() + 86_400_000);
});

test("a clock with parts of milliseconds is no trouble", () => {
  const { issue, clock, show } = tokenWorld();
  clock.setWallTime(1_800_000_000_000.75);
  const held = issue().narrow({ ttlMs: 60_000 });
  expect(held.expiresAt).toBe(1_800_000_060_000);
  expect(show(held).allows("agent.one", "llm:chat")).toBe(true);
});

test("no two tokens or blocks have the same id", () => {
  const { issue } = tokenWorld();
  const held = [issue(), issue(), issue().narrow({}).narrow({})];
  const ids = held.flatMap(({ blocks }) => blocks.map(({ id }) => id));
  expect(new Set(ids).size).toBe(5);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

test("a random source that gives too little makes no token", () => {
  const { ports, key } = tokenWorld();
  const random = createSeededRandom(1);
  const issuer = createTokenIssuer({ key, ...ports, random: { bytes: (length) => random.bytes(length - 1) } });
  expect(() => issuer.issue({ principals: ["a"], capabilities: ["b"], audience: BUS, ttlMs: 1 })).toThrow(RangeError);
});

test("what a verified token has cannot be changed", () => {
  const { issue, show } = tokenWorld();
  const verified = show(issue());
  for (const value of [verified, verified.blocks, verified.blocks[0], issue(), issue().blocks])
    expect(Object.isFrozen(value)).toBe(true);
  expect(MESSAGE).toHaveLength(11);
});

function shownError(act: () => unknown): string {
  try {
    return String(act());
  } catch (error) {
    return inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error);
  }
}
