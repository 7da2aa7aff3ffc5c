import { expect, test } from "vitest";
import { parseTarget, type Target } from "./target.ts";

const base = new URL("https://a.example/dir/file?old=1");

test.each<[string, Partial<Target>]>([
  ["https://a.example", { host: "a.example", port: 443, path: "/", isSecure: true, isAddress: false }],
  ["HTTPS://A.EXAMPLE:443/B?c#d", { host: "a.example", port: 443, path: "/B" }],
  ["http://a.example:8080/", { port: 8080, isSecure: false }],
  ["https://[2606:4700::1111]:8443/", { host: "2606:4700::1111", isAddress: true, port: 8443 }],
  ["https://8.8.8.8/", { host: "8.8.8.8", isAddress: true }],
  ["https://bücher.example/ü%20x", { host: "xn--bcher-kva.example", path: "/%C3%BC%20x" }],
  ["https://a_b.example/", { host: "a_b.example" }],
  ["https://a.example/100%25/a;b=1", { path: "/100%25/a;b=1" }],
])("%s is read", (text, expected) => {
  expect(parseTarget(text)).toMatchObject(expected);
});

test("a fragment is left out", () => {
  expect((parseTarget("https://a.example/#part") as Target).url.href).toBe("https://a.example/");
});

test.each([
  ["https://a.example./", /ends with a dot/],
  ["https://a@a.example/", /user name/],
  ["https://a.example/a b", /percent-encode/],
  ["https://a.example/%2e", /encoded dot/],
  ["https://a.example/%zz", /not percent-encoded/],
  ["https://a.example/../", /segment of dots/],
  ["https://a.example/..;/", /some servers read/],
  ["https://a!b.example/", /other characters/],
  ["ftp://a.example/", /must begin/],
  ["https://a.example:99999/", /is no URL/],
  [`https://a.example/${"a".repeat(8192)}`, /longer than 8192/],
])("%s is not read, and the reason is told", (text, reason) => {
  expect(parseTarget(text)).toMatch(reason);
});

test.each([
  ["../up", "https://a.example/up"],
  ["?new=1", "https://a.example/dir/file?new=1"],
  ["//b.example:8443", "https://b.example:8443/"],
  ["http://b.example/x#y", "http://b.example/x"],
])("as the location of a redirect, %s is %s", (text, href) => {
  expect((parseTarget(text, base) as Target).url.href).toBe(href);
});

test.each([
  ["ftp://b.example/", /scheme other/],
  ["//user@b.example/", /user name/],
  ["https:\\\\b.example", /backslash/],
  ["..%2fup", /encoded dot/],
  ["..;/up", /some servers read/],
])("as the location of a redirect, %s is not read", (text, reason) => {
  expect(parseTarget(text, base)).toMatch(reason);
});
