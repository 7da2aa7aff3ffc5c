import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { signWith } from "../../src/token/ed25519.ts";
import { readToken } from "../../src/token/token-chain.ts";
import { keyOf, list, publicOf, rawToken, type RawBlock, rootRest, text } from "./_raw-token.ts";
import { bytesOf, codeOf, MESSAGE, textOf, tokenWorld } from "./_token-world.ts";

const REFUSED = ["bus/token-malformed", "bus/token-untrusted"];

test("a token with any one bit changed is refused", () => {
  const { issue, verifier } = tokenWorld();
  const held = issue().narrow({ capabilities: ["llm:chat"] });
  const verify = verifier();
  const bytes = bytesOf(held.token);
  const signature = held.prove(MESSAGE);
  expect(codeOf(() => verify(held.token, signature))).toBe("nothing was thrown");
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(REFUSED).toContain(codeOf(() => verify(textOf(changed), signature)));
  }
});

test("a token with any one letter changed, left out, doubled or put in is refused", () => {
  const { issue, verifier } = tokenWorld();
  const held = issue();
  const verify = verifier();
  const signature = held.prove(MESSAGE);
  for (let at = 0; at < held.token.length; at += 1) {
    const [before, letter, after] = [held.token.slice(0, at), held.token[at] ?? "", held.token.slice(at + 1)];
    const others = ["A", "B", "_", "-", "+", "/", "=", " ", "\n", "\0", "é", ""].filter((other) => other !== letter);
    for (const changed of [...others, letter + letter, `${letter} `]) {
      const token = before + changed + after;
      expect(REFUSED).toContain(codeOf(() => verify(token, signature)));
    }
  }
});

test("a token has one text: no padding, no other alphabet, no bits left over", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const held = [issue(), issue({ audience: "bus.main1" }), issue({ audience: "bus.main12" })];
  expect(new Set(held.map(({ token }) => (token.length - 11) % 4)).size).toBe(3);
  for (const { token, prove } of held) {
    const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".replace(token.at(-1) ?? "", "");
    const forms = [`${token}=`, `${token}==`, `${token}A`, ` ${token}`, `${token}\n`, token.toUpperCase()];
    for (const form of [...forms, ...Array.from(last, (letter) => token.slice(0, -1) + letter)])
      expect(REFUSED).toContain(codeOf(() => verify(form, prove(MESSAGE))));
    const standard = token.slice(11).replaceAll("-", "+").replaceAll("_", "/");
    if (standard !== token.slice(11))
      expect(codeOf(() => verify(`cordon_bt1_${standard}`, prove(MESSAGE)))).toBe("bus/token-malformed");
  }
});

test("blocks that are left out, moved, doubled, or put in from another token are refused", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const one = issue();
  const two = one.narrow({ capabilities: ["llm:chat"] });
  const three = two.narrow({ principals: ["agent.one"] });
  const sibling = one.narrow({ capabilities: ["llm:chat"] });
  const stranger = issue()
    .narrow({ capabilities: ["llm:chat"] })
    .narrow({ principals: ["agent.one"] });
  const [a, b, c] = blocksOf(three.token, [one.token, two.token]);
  const [x, y, z] = blocksOf(stranger.token, [one.token, two.token]);
  const [, s] = blocksOf(sibling.token, [one.token]);
  const chains = [
    [b, c],
    [a, c],
    [a, c, b],
    [b, a, c],
    [a, b, c, c],
    [a, b, b, c],
    [a, a, b, c],
    [a, b, z],
    [a, y, z],
  ];
  const spliced = [[a, y, c], [x, b, c], [a, s, c], [a, b, c, z], [x, y, c], [b], [c], []];
  for (const blocks of [...chains, ...spliced]) {
    const token = textOf(Buffer.concat(blocks.map((block) => block ?? Buffer.alloc(0))));
    for (const holder of [one, two, three, sibling, stranger])
      expect(REFUSED).toContain(codeOf(() => verify(token, holder.prove(MESSAGE))));
  }
});

test("who has a narrower token cannot go back to the wider one that is its beginning", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const wide = issue();
  const narrow = wide.narrow({ capabilities: ["llm:chat"] });
  const start = textOf(bytesOf(narrow.token).subarray(0, bytesOf(wide.token).length));
  expect(start).toBe(wide.token);
  expect(codeOf(() => verify(start, narrow.prove(MESSAGE)))).toBe("bus/token-proof");
});

test("a token that was cut anywhere is refused", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const held = issue().narrow({}).narrow({ ttlMs: 5 });
  const bytes = bytesOf(held.token);
  for (let length = 0; length < bytes.length; length += 1) {
    const code = codeOf(() => verify(textOf(bytes.subarray(0, length)), held.prove(MESSAGE)));
    expect([...REFUSED, "bus/token-proof"]).toContain(code);
  }
});

test("a block that another key signed is refused, at the beginning and later", () => {
  const { verifier, key } = tokenWorld();
  const verify = verifier();
  const attempt = (token: string): string => codeOf(() => verify(token, new Uint8Array(64)));
  expect(attempt(rawToken(keyOf(7), [{}, {}]))).toBe("bus/token-proof");
  expect(attempt(rawToken(keyOf(8), [{}, {}]))).toBe("bus/token-untrusted");
  // The root's own signature is worth nothing on a later block.
  const first = bytesOf(rawToken(keyOf(7), [{}]));
  const later = bytesOf(rawToken(keyOf(7), [{}, {}])).subarray(0, -64);
  const input = Buffer.concat([Buffer.from("cordon bus token v1 block\0"), later]);
  expect(attempt(textOf(Buffer.concat([later, key.sign(input)])))).toBe("bus/token-untrusted");
  expect(attempt(textOf(Buffer.concat([later, signWith(keyOf(1), input)])))).toBe("bus/token-proof");
  expect(first.equals(later.subarray(0, first.length))).toBe(true);
});

test("a message that a holder signs can be no block, and a block no message", () => {
  const { issue, verifier } = tokenWorld();
  const verify = verifier();
  const held = issue({ capabilities: ["llm:chat"] });
  const block = Buffer.from(bytesOf(rawToken(keyOf(7), [{}, { id: Buffer.alloc(16, 9) }])).subarray(-64 - 59, -64));
  const unsigned = Buffer.concat([bytesOf(held.token), block]);
  for (const message of [block, unsigned, Buffer.concat([Buffer.from("cordon bus token v1 block\0"), unsigned])]) {
    const forged = textOf(Buffer.concat([unsigned, held.prove(message)]));
    expect(codeOf(() => verify(forged, new Uint8Array(64)))).toBe("bus/token-untrusted");
  }
});

const MALFORMED: Readonly<Record<string, readonly RawBlock[]>> = {
  "a root of another kind": [{ kind: 3 }],
  "a root of no kind": [{ kind: 0 }],
  "a root with an unknown bit": [{ kind: 15 }],
  "a later block with an audience": [{}, { kind: 7, rest: rootRest() }],
  "a later block of an unknown kind": [{}, { kind: 4 }],
  "an unknown bit beside a list": [{}, { kind: 5, rest: list("agent") }],
  "no time": [{ ttlMs: 0 }],
  "more than a day": [{ ttlMs: 86_400_001 }],
  "no time later": [{}, { ttlMs: 0 }],
  "an audience that is a pattern": [{ rest: Buffer.concat([text("bus.*"), list("a"), list("b")]) }],
  "no audience": [{ rest: Buffer.concat([text(""), list("a"), list("b")]) }],
  "an empty list of principals": [{ rest: rootRest(list()) }],
  "an empty list of capabilities": [{ rest: rootRest(list("a"), list()) }],
  "an empty list later": [{}, { kind: 1, rest: list() }],
  "an empty pattern": [{ rest: rootRest(list("")) }],
  "33 patterns": [{ rest: rootRest(list(...Array.from({ length: 33 }, (_, at) => `p${at + 10}`))) }],
  "patterns out of order": [{ rest: rootRest(list("b", "a")) }],
  "a pattern twice": [{ rest: rootRest(list("a", "a")) }],
  "patterns out of order later": [{}, { kind: 2, rest: list("x", "b") }],
  "a principal that is none": [{ rest: rootRest(list("a:b")) }],
  "a principal of other letters": [{ rest: rootRest(list("ä")) }],
  "a capability that is none": [{ rest: rootRest(list("a"), list("a b")) }],
  "a text longer than the token": [{ rest: Buffer.from("ffff61", "hex") }],
  "a byte too many": [{ rest: Buffer.concat([rootRest(), Buffer.of(0)]) }],
  "a byte too many later": [{}, { rest: Buffer.of(0) }],
  "nine blocks": Array.from({ length: 9 }, () => ({})),
  "more than 4096 characters": [
    { rest: rootRest(list("a"), list(...Array.from({ length: 11 }, (_, at) => `${at + 10}${"x".repeat(265)}`))) },
  ],
  "a key of small order": [{ holderKey: Buffer.alloc(32) }],
  "a key of small order later": [{}, { holderKey: Buffer.concat([Buffer.of(1), Buffer.alloc(31)]) }],
  "a key in another form": [{ holderKey: Buffer.alloc(32, 0xff) }],
};

test.each(Object.entries(MALFORMED))("a token that a trusted key signed and that has %s is malformed", (_, blocks) => {
  expect(codeOf(() => tokenWorld().verifier()(rawToken(keyOf(7), blocks), new Uint8Array(64)))).toBe(
    "bus/token-malformed",
  );
});

test("a token at every limit is read", () => {
  const patterns = Array.from({ length: 32 }, (_, at) => `p${at + 10}`);
  const root = { rest: rootRest(list(...patterns), list(...patterns)), ttlMs: 86_400_000 };
  const token = rawToken(keyOf(7), [root, ...Array.from({ length: 7 }, () => ({ ttlMs: 86_400_000 }))]);
  expect(codeOf(() => tokenWorld().verifier()(token, new Uint8Array(64)))).toBe("bus/token-proof");
  expect(readToken(rawToken(keyOf(7), [{ ttlMs: 1 }])).root.block.expiresAt).toBe(Date.UTC(2026, 0, 1) + 1);
});

test("a token is at most 4096 characters long, to the byte", () => {
  const { verifier } = tokenWorld();
  const lengths = Array.from({ length: 11 }, () => 258);
  const tokenOf = (last: number): string => {
    const capabilities = [...lengths, last].map((length, at) => String(at + 10).padEnd(length, "x"));
    return rawToken(keyOf(7), [{ rest: rootRest(list("a"), list(...capabilities)) }]);
  };
  const spare = 3063 - bytesOf(tokenOf(2)).length;
  const attempt = (token: string): string => codeOf(() => verifier()(token, new Uint8Array(64)));
  expect([tokenOf(2 + spare).length, attempt(tokenOf(2 + spare))]).toEqual([4095, "bus/token-proof"]);
  expect([tokenOf(3 + spare).length, attempt(tokenOf(3 + spare))]).toEqual([4097, "bus/token-malformed"]);
});

test("bytes of any kind, signed by a trusted key or not, are refused with an error of ours", () => {
  const { verifier } = tokenWorld();
  const verify = verifier();
  const known = [...REFUSED, "bus/token-proof", "bus/token-wrong-audience", "bus/token-not-yet-valid"];
  const rest = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: "binary", maxLength: 300 }),
      rest,
      (bytes, word, tail) => {
        for (const token of [textOf(bytes), word, `cordon_bt1_${word}`, rawToken(keyOf(7), [{ rest: tail }])])
          expect([...known, "bus/token-expired"]).toContain(codeOf(() => verify(token, bytes, tail)));
      },
    ),
    { numRuns: 300, seed: 42 },
  );
});

test("what is no text, or a huge one, is refused before it is looked at", () => {
  const { verifier, issue } = tokenWorld();
  const verify = verifier();
  const { token } = issue();
  const hostile: readonly unknown[] = [undefined, null, 7, {}, [], [token], { length: 1, toString: () => token }];
  for (const value of [...hostile, "x".repeat(50_000_000), `${token}${"A".repeat(5000)}`])
    expect(codeOf(() => verify(value as string, new Uint8Array(64)))).toBe("bus/token-malformed");
});

test("an error of a token repeats nothing of it", () => {
  const { verifier, issue } = tokenWorld();
  const { token } = issue({ capabilities: ["sesame:open"] });
  for (const changed of [`${token}A`, token.slice(0, -9), textOf(bytesOf(token).fill(0, 200))]) {
    const error = caught(() => verifier()(changed, new Uint8Array(64)));
    expect(JSON.stringify(error) + String(error)).not.toMatch(/sesame|[\w-]{24,}/);
  }
});

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

/** The blocks of a token, where others that it has the lengths of begin it. */
function blocksOf(token: string, starts: readonly string[]): readonly Buffer[] {
  const bytes = bytesOf(token);
  const ends = [0, ...starts.map((start) => bytesOf(start).length), bytes.length];
  return ends.slice(1).map((end, at) => bytes.subarray(ends[at], end));
}

test("the second writer writes what the first does", () => {
  expect(publicOf(keyOf(7)).toString("base64")).toBe(tokenWorld().key.publicKey);
});
