import { verify } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { createChainCache } from "../../src/token/chain-cache.ts";
import { codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";

vi.mock("node:crypto", async (original) => {
  const crypto = await original<Record<"verify", () => boolean>>();
  return { ...crypto, verify: vi.fn<() => boolean>(crypto.verify) };
});

afterEach(() => void vi.mocked(verify).mockClear());

test("the signatures of a token's blocks are verified once, and each proof", () => {
  const { issue, verifier } = tokenWorld();
  const verifyToken = verifier();
  const held = issue().narrow({}).narrow({});
  verifyToken(held.token, held.prove(MESSAGE));
  expect(verify).toHaveBeenCalledTimes(4);
  verifyToken(held.token, held.prove(MESSAGE));
  verifyToken(held.token, held.prove(MESSAGE));
  expect(verify).toHaveBeenCalledTimes(6);
  expect(codeOf(() => verifyToken(held.token, new Uint8Array(64)))).toBe("bus/token-proof");
  expect(verify).toHaveBeenCalledTimes(7);
});

test("a token that is not trusted is not remembered as one that is", () => {
  const { issue, verifier } = tokenWorld();
  const held = issue();
  const verifyToken = verifier({ rootKeys: ["SNLPmehIVtLLE/gANFuMkwfRAbK6jxXizEhu7JphMmk="] });
  for (let attempt = 1; attempt <= 3; attempt += 1)
    expect(codeOf(() => verifyToken(held.token, held.prove(MESSAGE)))).toBe("bus/token-untrusted");
});

test("a remembered token that is over or was revoked is refused all the same", () => {
  const { issue, verifier, clock, list } = tokenWorld();
  const verifyToken = verifier();
  const [one, other] = [issue(), issue()];
  for (const held of [one, other]) verifyToken(held.token, held.prove(MESSAGE));
  list.revoke(one.blocks[0]?.id ?? "", one.expiresAt);
  expect(codeOf(() => verifyToken(one.token, one.prove(MESSAGE)))).toBe("bus/token-revoked");
  clock.advance(60_000);
  expect(codeOf(() => verifyToken(other.token, other.prove(MESSAGE)))).toBe("bus/token-expired");
});

test("a verifier without a cache verifies all each time", () => {
  const { issue, verifier } = tokenWorld();
  const verifyToken = verifier({ cacheSize: 0 });
  const held = issue();
  for (let use = 1; use <= 3; use += 1) verifyToken(held.token, held.prove(MESSAGE));
  expect(verify).toHaveBeenCalledTimes(6);
});

test("a thousand tokens are remembered by default", () => {
  const { issue, verifier } = tokenWorld();
  const verifyToken = verifier();
  const all = Array.from({ length: 1001 }, () => issue());
  for (const held of all) verifyToken(held.token, held.prove(MESSAGE));
  vi.mocked(verify).mockClear();
  for (const held of all.slice(1)) verifyToken(held.token, held.prove(MESSAGE));
  expect(verify).toHaveBeenCalledTimes(1000);
  for (const held of all.slice(0, 1)) verifyToken(held.token, held.prove(MESSAGE));
  expect(verify).toHaveBeenCalledTimes(1002);
});

test("what was used longest ago is forgotten first", () => {
  const cache = createChainCache<number>(2);
  cache.set("a", 1);
  cache.set("b", 2);
  expect(cache.get("a")).toBe(1);
  cache.set("c", 3);
  expect([cache.get("a"), cache.get("b"), cache.get("c")]).toEqual([1, undefined, 3]);
  cache.set("a", 4);
  cache.set("a", 5);
  expect([cache.get("a"), cache.get("c")]).toEqual([5, 3]);
});
