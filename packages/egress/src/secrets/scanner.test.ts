import fc from "fast-check";
import { expect, test } from "vitest";
import { compileSecrets } from "./compile-secrets.ts";
import { KNOWN_KEY_PATTERNS } from "./egress-secret.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const VALUE = "s3cr3t+Value/with=all&kinds";
const scannerFor = (value: string): Scanner =>
  createScanner(compileSecrets([{ name: "KEY", value, hosts: [] }]), KNOWN_KEY_PATTERNS);
const scanner = scannerFor(VALUE);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const each = (value: string, form: (code: number) => string): string =>
  [...bytesOf(value)].map((byte) => form(byte)).join("");
const hex = (byte: number, length = 2): string => byte.toString(16).padStart(length, "0");

const FORMS: Readonly<Record<string, (value: string) => string>> = {
  "as it is": (value) => value,
  "in capital letters": (value) => value.toUpperCase(),
  "in small letters": (value) => value.toLowerCase(),
  "in base64": (value) => Buffer.from(value).toString("base64"),
  "in base64 behind one byte": (value) => Buffer.from(`x${value}y`).toString("base64"),
  "in base64 behind two bytes": (value) => Buffer.from(`xx${value}yy`).toString("base64"),
  "in base64url": (value) => Buffer.from(`xx${value}`).toString("base64url"),
  "in base64 of lines": (value) => Buffer.from(value).toString("base64").replaceAll(/.{16}/g, "$&\r\n"),
  "in base64 of lines in JSON": (value) =>
    Buffer.from(value)
      .toString("base64")
      .replaceAll(/.{16}/g, String.raw`$&\n`),
  "in base64, percent-encoded": (value) => encodeURIComponent(Buffer.from(value).toString("base64")),
  "as basic credentials": (value) => Buffer.from(`user:${value}`).toString("base64"),
  "in hexadecimal": (value) => each(value, (byte) => hex(byte)),
  "in capital hexadecimal": (value) => each(value, (byte) => hex(byte).toUpperCase()),
  "in hexadecimal with spaces": (value) => each(value, (byte) => `${hex(byte)} `),
  "percent-encoded": encodeURIComponent,
  "percent-encoded whole": (value) => each(value, (byte) => `%${hex(byte)}`),
  "percent-encoded whole in capitals": (value) => each(value, (byte) => `%${hex(byte).toUpperCase()}`),
  "percent-encoded twice": (value) => encodeURIComponent(encodeURIComponent(value)),
  "percent-encoded in part": (value) => `%${hex(value.charCodeAt(0))}${value.slice(1)}`,
  "in JSON": (value) => JSON.stringify({ value }),
  "in JSON with escaped slashes": (value) => JSON.stringify(value).replaceAll("/", String.raw`\/`),
  "in JSON with escapes": (value) => each(value, (byte) => `\\u${hex(byte, 4)}`),
  "in JSON with escapes in capitals": (value) => each(value, (byte) => `\\u${hex(byte, 4).toUpperCase()}`),
  "in JSON within JSON": (value) => JSON.stringify(JSON.stringify({ value: `"${value}"` })),
  "in JavaScript escapes": (value) => each(value, (byte) => `\\x${hex(byte)}`),
  "in JavaScript code points": (value) => each(value, (byte) => `\\u{${hex(byte)}}`),
  "in HTML": (value) => value.replaceAll("&", "&amp;"),
  "in decimal HTML references": (value) => each(value, (byte) => `&#${byte};`),
  "in hexadecimal HTML references": (value) => each(value, (byte) => `&#x${hex(byte)};`),
  "in UTF-16, little end first": (value) => Buffer.from(value, "utf16le").toString("latin1"),
  "in UTF-16, big end first": (value) => Buffer.from(value, "utf16le").swap16().toString("latin1"),
};

test.each(Object.entries(FORMS))("a secret %s is found", (_how, form) => {
  expect(scanner.scanText(`before ${form(VALUE)} after`)).toBe("KEY");
  expect(scanner.scanText(form(VALUE))).toBe("KEY");
});

test("a secret with spaces is found in a form's body", () => {
  expect(scannerFor("correct horse battery").scanText("a=1&b=correct+horse+battery")).toBe("KEY");
});

test("a secret of any characters is found in any form, wherever the chunks of a stream begin", () => {
  const values = fc
    .string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 16,
      maxLength: 60,
    })
    // One form within another of another kind can take a value's own backslashes with it; no issuer's keys have any.
    .filter((value) => !value.includes("\\"));
  fc.assert(
    fc.property(
      values,
      fc.constantFrom(...Object.values(FORMS)),
      fc.nat(40_000),
      fc.array(fc.nat(9000), { maxLength: 8 }),
      (value, form, before, sizes) => {
        const text = Buffer.from(`${".".repeat(before)} ${form(value)} .`, "latin1");
        const stream = scannerFor(value).scanStream();
        let found: string | undefined;
        let at = 0;
        for (const size of [...sizes, text.length]) {
          found ??= stream.push(text.subarray(at, at + size));
          at += size;
        }
        expect(found ?? stream.end()).toBe("KEY");
      },
    ),
    { numRuns: 500 },
  );
});

test("a secret is found across the border of what is looked through at once, wherever the border is", () => {
  for (const form of [VALUE, each(VALUE, (byte) => `\\u${hex(byte, 4)}`), `AKIA${"A".repeat(16)}`]) {
    for (let cut = 1; cut < form.length; cut += 1) {
      const stream = scanner.scanStream();
      // Large enough to be looked through at once.
      expect(stream.push(bytesOf(`${"x".repeat(20_000)}.${form.slice(0, cut)}`))).toBeUndefined();
      expect(stream.push(bytesOf(`${form.slice(cut)}.${"x".repeat(20_000)}`)) ?? stream.end()).toBeDefined();
    }
  }
});

test("a long secret is found across a border although its escapes take many times its length", () => {
  const long = Array.from({ length: 40 }, (_, at) => `part-${at}-`).join("");
  const form = each(long, (byte) => `&#x0000${hex(byte)};`);
  for (let cut = 1; cut < form.length; cut += 97) {
    const stream = scannerFor(long).scanStream();
    stream.push(bytesOf(`${"x".repeat(60_000)}${form.slice(0, cut)}`));
    expect(stream.push(bytesOf(form.slice(cut))) ?? stream.end()).toBe("KEY");
  }
});

test("a stream of single bytes is looked through as well, and not a byte at a time", () => {
  const stream = scanner.scanStream();
  const text = bytesOf(`${"x".repeat(100_000)}${VALUE}${"x".repeat(40_000)}`);
  let found: string | undefined;
  const begun = performance.now();
  for (const byte of text) found ??= stream.push(Uint8Array.of(byte));
  expect(found).toBe("KEY");
  // A scan for each byte would take minutes; the bound is far from what a slow machine needs.
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test("the last bytes of a stream are looked through at its end", () => {
  const stream = scanner.scanStream();
  expect(stream.push(bytesOf(VALUE))).toBeUndefined();
  expect(stream.end()).toBe("KEY");
});

test.each([
  ["private key", "-----BEGIN PRIVATE KEY-----\nMIIE"],
  ["private key", String.raw`{"key":"-----BEGIN RSA PRIVATE KEY-----\nMIIE"}`],
  ["private key", "-----BEGIN%20OPENSSH%20PRIVATE%20KEY-----"],
  ["AWS access key", `key=AKIA${"A".repeat(16)}`],
  ["AWS access key", `ASIA${"B".repeat(16)}.`],
  ["GitHub token", `ghp_${"a".repeat(36)}`],
  ["GitHub token", `github_pat_${"a".repeat(60)}`],
  ["GitLab token", `glpat-${"a".repeat(20)}`],
  ["Google API key", `AIza${"a".repeat(35)}`],
  ["npm token", `npm_${"a".repeat(36)}`],
  ["Slack token", `xoxb-${"1".repeat(12)}`],
  ["Stripe key", `sk_live_${"a".repeat(24)}`],
])("a %s is recognised in %s", (name, text) => {
  expect(scanner.scanText(text)).toBe(name);
});

test("a pattern with a memory does not forget what it saw", () => {
  const own = createScanner(new Map(), [{ name: "own", pattern: /own-\d{4}/gy }]);
  for (let at = 0; at < 3; at += 1) expect(own.scanText("x own-1234")).toBe("own");
});

test.each([
  ["", "nothing"],
  [VALUE.slice(0, -1), "all but its last character"],
  [VALUE.slice(1), "all but its first character"],
  ["AKIA0000 -----BEGIN PUBLIC KEY----- ghp_short https://example.com/a%20b", "what only looks like keys"],
  [Buffer.from(VALUE).toString("base64").slice(0, 20), "part of its base64"],
])("%j is nothing (%s)", (text) => {
  expect(scanner.scanText(text)).toBeUndefined();
});

test("bytes of any kind are looked through", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const stream = scanner.scanStream();
      expect(stream.push(bytes) ?? stream.end()).toBeUndefined();
    }),
  );
});

test("escapes without end take time in proportion", () => {
  const begun = performance.now();
  for (const text of [
    "%25".repeat(300_000),
    String.raw`\\`.repeat(300_000),
    "&#".repeat(300_000),
    "&#x0".repeat(200_000),
    "\n".repeat(1_000_000),
  ])
    expect(scanner.scanText(text)).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test.each([
  ["short", { value: "seven77" }],
  ["empty", { value: "" }],
  ["longer than 8 KiB", { value: "x".repeat(8193) }],
  ["no text", { value: 12_345_678 }],
  ["with a line break, for a host", { value: "line\nbreak-line", hosts: ["a.test"] }],
  ["with a space at its end, for a host", { value: "with-space ", hosts: ["a.test"] }],
  ["not ASCII, for a host", { value: "pässwörter", hosts: ["a.test"] }],
  ["for a host that is none", { value: VALUE, hosts: ["*"] }],
  ["for no list of hosts", { value: VALUE, hosts: "a.test" }],
  ["with a name of other characters", { name: "a b", value: VALUE }],
])("a secret that is %s is refused, without its value", (_what, change) => {
  const secret = { name: "KEY", hosts: [], ...change } as never;
  let message = "";
  try {
    compileSecrets([secret]);
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatch(/^(RangeError|TypeError): /);
  expect(message).not.toMatch(/seven77|12345678|break-line|with-space|pässwörter|s3cr3t/);
});

test("two secrets of one name, or more than a hundred, are refused", () => {
  const secret = { name: "KEY", value: VALUE, hosts: [] };
  expect(() => compileSecrets([secret, secret])).toThrow(RangeError);
  const many = Array.from({ length: 101 }, (_, at) => ({ ...secret, name: `k${at}` }));
  expect(() => compileSecrets(many)).toThrow(RangeError);
});
