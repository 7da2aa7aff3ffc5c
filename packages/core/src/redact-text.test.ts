import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isSecretName, redactText } from "./redact-text.ts";

test.each([
  ["authorization: Bearer abc", "authorization: [redacted]"],
  ["got Bearer abc.def from it", "got Bearer [redacted] from it"],
  ["Basic dXNlcjpwYXNz", "Basic [redacted]"],
  ["postgres://u:p@ss@db:5432/x?y=1", "postgres://[redacted]@db:5432/x?y=1"],
  ["pwd=x;user=y", "pwd=[redacted];user=y"],
  ["DATABASE_PASSWORD=x user=y", "DATABASE_PASSWORD=[redacted] user=y"],
  ['{"apiKey": "a \\" b", "c": 1}', '{"apiKey": [redacted], "c": 1}'],
  ["x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y", "x [redacted] y"],
  ["ghp_0123456789abcdefghijABCDEFGHIJ", "[redacted]"],
  ["key AKIAIOSFODNN7EXAMPLE", "key [redacted]"],
  ["cookie: a=b; c=d\nhost: x", "cookie: [redacted]\nhost: x"],
])("%j becomes %j", (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test.each([
  "GET /v1/projects/prj_01hzy0 200",
  "https://example.com/a?b=c#d",
  "listening on 127.0.0.1:8787",
  "cordon_requests_total",
  "2026-01-01T00:00:00.000Z",
  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "a disk-usage-report of the basic kind was written",
  "The token was not accepted. Check that it is complete.",
])("%j is left as it is", (text) => {
  expect(redactText(text)).toBe(text);
});

test.each([
  "password",
  "userPassword",
  "X-API-Key",
  "api_key",
  "Authorization",
  "set-cookie",
  "sessionId",
  "dsn",
  "AUTH",
])("%s names a secret", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(["name", "path", "author", "passed", "key", "statusCode", "requestId", "authority", "durationMs"])(
  "%s names no secret",
  (name) => {
    expect(isSecretName(name)).toBe(false);
  },
);

test("a name too long to be honest counts as that of a secret", () => {
  expect(isSecretName("a".repeat(201))).toBe(true);
});

test("its time grows with the text, not with its square, on texts made to be slow", () => {
  const pieces = [
    "token",
    "eyJ-",
    "://",
    "://a@",
    "bearer ",
    '"',
    '\\"',
    "-----BEGIN PRIVATE KEY-----",
    "cordon_",
    "password=",
    "authorization",
    "basic a",
    "sk-",
    "pwd\\",
    "cookie ",
  ];
  for (const piece of pieces) {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const start = performance.now();
    redactText(text);
    // A quadratic pattern takes many seconds on 200,000 characters; a linear one some tens of milliseconds.
    expect(performance.now() - start).toBeLessThan(1500);
  }
});

test("it takes any text without throwing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(redactText(text)).toBeTypeOf("string");
    }),
  );
});
