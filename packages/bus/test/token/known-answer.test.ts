import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { createTokenIssuer } from "../../src/token/create-token-issuer.ts";
import { holdToken } from "../../src/token/held-token.ts";
import { keyOf, list, rawToken, rootRest } from "./_raw-token.ts";
import { BUS, MESSAGE, tokenWorld } from "./_token-world.ts";

// Written by a program in another language, with another implementation of Ed25519. Servers of several versions are one bus, so what is here
// never changes: another form gets another prefix.
const TOKEN = [
  "cordon_bt1_AAAAAAAAAAAAAAAAAAAAAIqI4910CfGV_VLbLTy6XXLKZwm_HZQSG_N0iAG0D29cAZt22qgAAADqYAcACGJ1cy5tY",
  "WluAgAHYWdlbnQuPgAEdG9vbAIACWJyb3dzZXI6KgAIbGxtOmNoYXR8EdakKzpWEhplRLhNGw4_dlDk4EAh6BWiPp609Px1oQCXj",
  "ZcuC4ssWmSwPuHW_8Iw35tzYtQi_YY0QbrMZcgPAQEBAQEBAQEBAQEBAQEBAYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPy",
  "bOUAZt22qgAAAB1MABFzBeL-uj-kJkw6NJ1hHZLUgYM9KtKZ0zFBMxnT5S2MfCwQv6bTeGv8xzX0QkV42DzT3izRM5BRaaiKhvgD",
  "KEOAgICAgICAgICAgICAgICAu1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfRAZt22qgAAADqYAEBAAdhZ2VudC4q2R1dj",
  "kufEtsGV2-Hx-Nz6F4tE2njtrFqxD98dqA4spdoeTIN8HjxdAUzh3RwB1WmDj_rSgD3gKfhbHa0jLSJAAMDAwMDAwMDAwMDAwMDA",
  "wPKk6wXBRhwcdZ7g8f_Dv6BCOjsRTBXXXcmh5Mz29q-fAGbdtqoAAAA6mACAQAIbGxtOmNoYXSp8J1JaB2u05FgA6Iv_A4ZzNpiR",
  "UPfANURyFhcATfu9Kvn1bmVz3afwWPEylmD7BdH9z6YyA9Q1HHxY6nFAOwPBAQEBAQEBAQEBAQEBAQEBG56HN0psLeP0Tr0xVmP7",
  "_TvKpcWbjym8uT7_M2AUFvxAZt22qgAAADqYAMBAAlhZ2VudC5vbmUBAAhsbG06Y2hhdLor_3EWvs-cZWQPJw-qiBaTLkpYBEPjO",
  "OYAUIwqqNSz8oQzqn3TYg5QkgKc2x3NtfPxvAKGVLRWY64WcikVdAc",
].join("");
const PROOF = "_Ra3WLFn-jNMAH5j40F4IjCsknyvjNFg7DSPMesTr2M7SmCQStfulEwkCyjnHsMqUzLXWRBEpeavU2w2g4LNBQ";
const SEED = Buffer.alloc(32, 5).toString("base64url");

test("a token and a proof that another program made are what they were", () => {
  const { verifier, clock } = tokenWorld();
  const verified = verifier()(TOKEN, Buffer.from(PROOF, "base64url"));
  expect(verified.expiresAt).toBe(clock.now() + 30_000);
  expect(verified.blocks.map(({ id }) => id)).toEqual(["00", "01", "02", "03", "04"].map((byte) => byte.repeat(16)));
  expect(verified.allows("agent.one", "llm:chat")).toBe(true);
  for (const [name, capability] of [
    ["agent.two", "llm:chat"],
    ["tool", "llm:chat"],
    ["agent.one", "browser:navigate"],
  ] as const)
    expect(verified.allows(name, capability)).toBe(false);
});

test("its holder makes the same proof, and the same secret", () => {
  const held = holdToken(`cordon_bts1_${SEED}.${TOKEN}`, tokenWorld().ports);
  expect(Buffer.from(held.prove(MESSAGE)).toString("base64url")).toBe(PROOF);
  expect(held.exportSecret()).toBe(`cordon_bts1_${SEED}.${TOKEN}`);
});

test("the second writer of these tests writes it to the letter", () => {
  const blocks = [
    { rest: rootRest(list("agent.>", "tool"), list("browser:*", "llm:chat")) },
    { ttlMs: 30_000 },
    { kind: 1, rest: list("agent.*") },
    { kind: 2, rest: list("llm:chat") },
    { kind: 3, rest: Buffer.concat([list("agent.one"), list("llm:chat")]) },
  ];
  expect(rawToken(keyOf(7), blocks)).toBe(TOKEN);
});

test("an issuer and those who narrow write it to the letter", () => {
  const { clock, key } = tokenWorld();
  let block = -1;
  // First the seed of a block's key, then its id.
  const random = {
    bytes: (length: number) => new Uint8Array(length).fill(length === 32 ? (block += 1) + 1 : block),
  };
  const issuer = createTokenIssuer({ key, clock, random });
  const held = issuer
    .issue({
      principals: ["tool", "agent.>"],
      capabilities: ["llm:chat", "browser:*"],
      audience: BUS,
      ttlMs: 60_000,
    })
    .narrow({ ttlMs: 30_000 });
  const short = rawToken(keyOf(7), [
    { rest: rootRest(list("agent.>", "tool"), list("browser:*", "llm:chat")) },
    { ttlMs: 30_000 },
  ]);
  expect(held.token).toBe(short);
  expect(TOKEN.startsWith(short.slice(0, -2))).toBe(true);
  const last = held.narrow({ principals: ["agent.one"], capabilities: ["llm:chat"] });
  const rest = Buffer.concat([list("agent.one"), list("llm:chat")]);
  expect(last.token).toBe(
    rawToken(keyOf(7), [
      { rest: rootRest(list("agent.>", "tool"), list("browser:*", "llm:chat")) },
      { ttlMs: 30_000 },
      { kind: 3, rest, ttlMs: 30_000 },
    ]),
  );
});
