import * as fc from "fast-check";
import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { changedManifest, manifestIssues } from "./_manifest.ts";

/** Those of the texts that a field takes, by itself or wrapped up. */
function taken(
  pointer: string,
  texts: readonly string[],
  wrap: (text: string) => JsonValue = (text) => text,
): readonly string[] {
  return texts.filter((text) => manifestIssues(changedManifest(pointer, wrap(text))).length === 0);
}
const inList = (text: string): JsonValue => [text];

test("a path out of the folder, or to another drive, is refused", () => {
  const bad = [
    "../a",
    "a/../b",
    "/a",
    "a\\b",
    "C:/a",
    "c:a",
    "a\u0000",
    "a\n",
    "./a",
    "a//b",
    "a/",
    ".hidden",
    "ü",
    "a b",
    "%2e%2e/a",
  ];
  expect(taken("/entry/file", bad)).toEqual([]);
  const good = ["a", "dist/a.wasm", "a-b_c/1..2/x"];
  expect(taken("/entry/file", good)).toEqual(good);
});

test("a host is a name in the form that it has on the wire, and no address", () => {
  const addresses = "1.2.3.4 127.1 0x7f.1 a.0x 2130706433 [::1] ::1 *.1.2";
  const others =
    "API.example.com example.com. example.com:443 https://a.b a/b a@b -a.com a-.com a..b münchen.de a_b.com a%2eb";
  const patterns = "*.com * a.*.com *.";
  const bad = [
    ...`${addresses} ${others} ${patterns}`.split(" "),
    "",
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(127)}com`,
  ];
  const good = "localhost a.b *.example.com xn--mnchen-3ya.de 1password.com a-b.c-d.e 1.2.3.4a".split(" ");
  expect(taken("/capabilities/http/0/host", bad)).toEqual([]);
  expect(taken("/capabilities/http/0/host", good)).toEqual(good);
  expect(taken("/capabilities/secrets/0/hosts", bad, inList)).toEqual([]);
  expect(taken("/capabilities/secrets/0/hosts", good, inList)).toEqual(good);
});

test("every host that is taken is what the platform makes of it", () => {
  const label = fc.stringMatching(/^[a-z0-9x.*-]{1,12}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      for (const host of taken("/capabilities/http/0/host", [labels.join(".")])) {
        const name = host.replace(/^\*\./, "");
        expect(new URL(`https://${name}/`).hostname).toBe(name);
      }
    }),
    { numRuns: 300 },
  );
});

test("a path is one that every server reads alike", () => {
  const bad = [
    "",
    "a",
    "/a*",
    "/*/a",
    "/a/**",
    "//",
    "/a//b",
    "/.",
    "/..",
    "/a/../b",
    "/a/./b",
    "/%2e%2e/",
    "/a?b",
    "/a#b",
    "/a\\b",
    "/;a",
    "/a b",
    "/ü",
  ];
  const good = ["/", "/*", "/a", "/a/", "/a/*", "/.well-known/x", "/...", "/v1/a:b,c=d@e", "/~me"];
  expect(taken("/capabilities/http/0/paths", bad, inList)).toEqual([]);
  expect(taken("/capabilities/http/0/paths", good, inList)).toEqual(good);
});

test("a method is one of seven, in capital letters", () => {
  const good = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
  expect(taken("/capabilities/http/0/methods", [...good, "get", "CONNECT", "TRACE", "", "GET "], inList)).toEqual(good);
});

test("names of secrets and topics keep to their letters", () => {
  expect(taken("/capabilities/secrets/0/name", ["A", "a", "1A", "_A", "A-B", "A".repeat(65), ""])).toEqual(["A"]);
  const bad = ["", "a.", ".a", "a..b", "A", "*", "a*", "a.*.b", "a.**", "a b", "a".repeat(201)];
  const good = ["a", "a-b_c.1", "a.*", "a".repeat(200)];
  expect(taken("/capabilities/events/publish", [...bad, ...good], inList)).toEqual(good);
});

test("an operation has a name that is no trap", () => {
  const named = (name: string): JsonValue => ({
    sort: { input: true, output: true },
    [name]: { input: true, output: true },
  });
  const bad = ["constructor", "prototype", "Sort", "1a", "_a", "a.b", "a".repeat(65), ""];
  expect(taken("/operations", [...bad, "other", "a-b_1"], named)).toEqual(["other", "a-b_1"]);
});
