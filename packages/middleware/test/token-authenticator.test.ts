import { createSystemRandom } from "@cordon/core/system";
import { createSeededRandom } from "@cordon/core/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenAuthenticator, digestToken, generateToken, type TokenEntry } from "../src/index.ts";

const never = new AbortController().signal;
const token = generateToken(createSeededRandom(1));
const entry: TokenEntry = { principalId: "ada", sha256Hex: digestToken(token) };

test("a digest is the token's SHA-256 in hex, as any other tool makes it", () => {
  expect(digestToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("a generated token is 32 random bytes behind a prefix, and never the same", () => {
  const random = createSystemRandom();
  const tokens = Array.from({ length: 100 }, () => generateToken(random));
  for (const each of tokens) expect(each).toMatch(/^cordon_[A-Za-z0-9_-]{43}$/);
  expect(new Set(tokens).size).toBe(100);
});

test.each(["bearer", "Bearer", "BEARER", "bEaReR"])("the scheme %s is taken", async (scheme) => {
  const authenticator = createTokenAuthenticator({ tokens: [entry] });
  expect(await authenticator.authenticate({ scheme, value: token }, never)).toEqual({ id: "ada" });
});

test.each(["basic", "", "bearer ", "bearers", "ｂearer", undefined, ["bearer"]])(
  "the scheme %j is rejected",
  async (scheme) => {
    const authenticator = createTokenAuthenticator({ tokens: [entry] });
    const credentials = { scheme: scheme as string, value: token };
    await expect(authenticator.authenticate(credentials, never)).rejects.toMatchObject({ code: "auth/rejected" });
  },
);

test("each token gives its own principal, and one principal may have two while a token is replaced", async () => {
  const values = ["first-token", "second-token", "third-token"];
  const ids = ["ada", "bob", "ada"];
  const tokens = values.map((value, at) => ({
    principalId: ids[at] ?? "",
    sha256Hex: digestToken(value).toUpperCase(),
  }));
  const authenticator = createTokenAuthenticator({ tokens });
  for (const [at, value] of values.entries()) {
    expect(await authenticator.authenticate({ scheme: "Bearer", value }, never)).toEqual({ id: ids[at] });
  }
});

test("a token of 512 characters is taken, and one of 513 is not even hashed", async () => {
  const [longest, longer] = ["x".repeat(512), "x".repeat(513)];
  const tokens = [longest, longer].map((value) => ({ principalId: "ada", sha256Hex: digestToken(value) }));
  const authenticator = createTokenAuthenticator({ tokens });
  expect(await authenticator.authenticate({ scheme: "Bearer", value: longest }, never)).toEqual({ id: "ada" });
  const tooLong = authenticator.authenticate({ scheme: "Bearer", value: longer }, never);
  await expect(tooLong).rejects.toMatchObject({ code: "auth/rejected" });
});

test("a digest presented as a token is not one", async () => {
  const authenticator = createTokenAuthenticator({ tokens: [entry] });
  const presented = authenticator.authenticate({ scheme: "Bearer", value: entry.sha256Hex }, never);
  await expect(presented).rejects.toMatchObject({ code: "auth/rejected" });
});

test("no text but the token is accepted", async () => {
  const authenticator = createTokenAuthenticator({ tokens: [entry] });
  const almost = fc
    .tuple(fc.nat(token.length), fc.string({ minLength: 1 }))
    .map(([at, text]) => token.slice(0, at) + text);
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), almost), async (value) => {
      fc.pre(value !== token);
      const presented = authenticator.authenticate({ scheme: "Bearer", value }, never);
      await expect(presented).rejects.toMatchObject({ code: "auth/rejected" });
    }),
  );
});

test("changing the options afterwards, or the principal that was given, changes nothing", async () => {
  const tokens = [{ ...entry }];
  const authenticator = createTokenAuthenticator({ tokens });
  tokens[0] = { principalId: "eve", sha256Hex: digestToken("eve") };
  const principal = await authenticator.authenticate({ scheme: "Bearer", value: token }, never);
  expect(() => Object.assign(principal, { id: "root" })).toThrow(TypeError);
  expect((await authenticator.authenticate({ scheme: "Bearer", value: token }, never)).id).toBe("ada");
});

test.each([
  ["no list", undefined],
  ["an empty list", []],
  ["an empty name", [{ ...entry, principalId: "" }]],
  ["no name", [{ sha256Hex: entry.sha256Hex }]],
  ["an empty digest", [{ ...entry, sha256Hex: "" }]],
  ["a digest that is not hex", [{ ...entry, sha256Hex: "g".repeat(64) }]],
  ["a digest too short", [{ ...entry, sha256Hex: "a".repeat(63) }]],
  ["a digest with a line feed", [{ ...entry, sha256Hex: `${entry.sha256Hex}\n` }]],
  ["the same digest twice", [entry, { ...entry, principalId: "bob" }]],
  ["the same digest in capitals", [entry, { principalId: "bob", sha256Hex: entry.sha256Hex.toUpperCase() }]],
])("options with %s are refused", (_what, tokens) => {
  expect(() => createTokenAuthenticator({ tokens: tokens as TokenEntry[] })).toThrow(TypeError);
});

test("a token listed where its digest belongs is refused without being repeated", () => {
  const mistaken = { principalId: "ada", sha256Hex: token };
  expect(() => createTokenAuthenticator({ tokens: [mistaken] })).toThrow(
    /^tokens\[0\]\.sha256Hex must be 64 hex digits/,
  );
  expect(() => createTokenAuthenticator({ tokens: [mistaken] })).not.toThrow(token);
});
