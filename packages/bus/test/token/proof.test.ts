import { Buffer } from "node:buffer";
import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { proofInput, tokenDigest } from "../../src/token/token-chain.ts";
import { codeOf, MESSAGE, tokenWorld } from "./_token-world.ts";

test("a token without its key proves nothing", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const { token } = issue();
  const stranger = generateKeyPairSync("ed25519").privateKey;
  const signed = sign(null, proofInput(tokenDigest(token), MESSAGE), stranger);
  for (const signature of [signed, new Uint8Array(64), new Uint8Array(), issue().prove(MESSAGE)])
    expect(codeOf(() => verify(token, signature))).toBe("bus/token-proof");
});

test("a proof is for its message and for its token, and for each other bit of them it is none", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const held = issue();
  const [sibling, child] = [held.narrow({}), held.narrow({}).narrow({})];
  const [bytes, bit] = [fc.uint8Array({ maxLength: 80 }), fc.nat({ max: 511 })];
  fc.assert(
    fc.property(bytes, bytes, bit, (message, other, which) => {
      const signature = held.prove(message);
      expect(codeOf(() => verify(held.token, signature, message))).toBe("nothing was thrown");
      expect(codeOf(() => verify(held.token, flip(signature, which), message))).toBe("bus/token-proof");
      if (!Buffer.from(message).equals(other))
        expect(codeOf(() => verify(held.token, signature, other))).toBe("bus/token-proof");
      for (const { token } of [sibling, child])
        expect(codeOf(() => verify(token, signature, message))).toBe("bus/token-proof");
    }),
    { numRuns: 60, seed: 42 },
  );
});

test("who was handed a narrower token cannot prove the wider one, nor the other way round", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const wide = issue();
  const narrow = wide.narrow({ capabilities: ["llm:chat"] });
  expect(codeOf(() => verify(wide.token, narrow.prove(MESSAGE)))).toBe("bus/token-proof");
  expect(codeOf(() => verify(narrow.token, wide.prove(MESSAGE)))).toBe("bus/token-proof");
});

test("a signature of a proof's length only is looked at, and only bytes are signed", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const held = issue();
  const signature = held.prove(MESSAGE);
  expect(signature).toHaveLength(64);
  const hostile: readonly unknown[] = [
    Buffer.concat([signature, Buffer.of(0)]),
    signature.subarray(1),
    Buffer.from(signature).toString("base64"),
    undefined,
    null,
    {},
    { length: 64 },
    [...signature],
    new Proxy(signature, {}),
    new DataView(Uint8Array.from(signature).buffer),
    signature.toReversed(),
  ];
  for (const value of hostile) expect(codeOf(() => verify(held.token, value as never))).toBe("bus/token-proof");
  for (const message of ["one message", undefined, null, {}, [...MESSAGE], new Proxy(MESSAGE, {})])
    expect(codeOf(() => verify(held.token, signature, message as never))).toBe(
      message === undefined ? "nothing was thrown" : "bus/token-proof",
    );
});

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}
