import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryPathProblem } from "../../src/modules/manifest/entry-path.ts";
import { FULL, issuesOfSource } from "./_manifests.ts";

const encoder = new TextEncoder();
const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const { limits: _limits, ...WITHOUT_LIMITS } = FULL;
function explode(): never {
  throw new Error("looked at");
}

test.each<[string, unknown, string]>([
  ["nothing at all", "", ""],
  ["no JSON", "{", ""],
  ["half a JSON", '{"id": "a"', ""],
  ["a comment", "{} // no", ""],
  ["a number that is none", '{"startTimeoutMs": NaN}', ""],
  ["a list", "[]", ""],
  ["a text", '"acme"', ""],
  ["null", "null", ""],
  ["nothing that was read", undefined, ""],
  ["a function", () => FULL, ""],
  ["a map", new Map([["id", "a"]]), ""],
  [
    "what explodes when it is looked at",
    new Proxy({}, { get: explode, ownKeys: explode, getPrototypeOf: explode }),
    "",
  ],
  ["a getter that throws", Object.defineProperty({}, "id", { get: explode, enumerable: true }), ""],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), ""],
  ["half of a surrogate pair", '{"id": "\ud800"}', ""],
  ["half of one, escaped", '{"id": "\\ud800"}', "/id"],
  ["a byte order mark", `\ufeff${JSON.stringify(FULL)}`, ""],
  ["a byte order mark in bytes", encoder.encode(`\ufeff${JSON.stringify(FULL)}`), ""],
  ["more than 64 KiB", JSON.stringify({ ...FULL, config: ["x".repeat(70_000)] }), ""],
  ["more than 64 KiB of spaces", `${" ".repeat(70_000)}${JSON.stringify(FULL)}`, ""],
  ["more than 64 KiB in a value", { ...FULL, id: "x".repeat(70_000) }, ""],
  ["nesting without end", `{"dependsOn": ${nested(1000)}}`, "/dependsOn/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"],
  [
    "the same key twice",
    '{"manifestVersion":"1","id":"a","id":"b","version":"1.0.0","kind":"native","entry":"a"}',
    "/id",
  ],
  ["the same key twice, once escaped", '{"id":"a","\\u0069d":"b"}', "/id"],
  ["the same key twice further in", '{"restart":{"policy":"never","policy":"always"}}', "/restart/policy"],
  ["a prototype", '{"__proto__": {"id": "a"}}', "/__proto__"],
  ["another version of manifests", { ...FULL, manifestVersion: "2" }, "/manifestVersion"],
  ["a version of manifests that is a number", { ...FULL, manifestVersion: 1 }, "/manifestVersion"],
  ["an id in capitals", { ...FULL, id: "Acme" }, "/id"],
  ["an id with a colon", { ...FULL, id: "acme:start" }, "/id"],
  ["an id with a wildcard", { ...FULL, id: "*" }, "/id"],
  ["an id with a slash", { ...FULL, id: "acme/browser" }, "/id"],
  ["an id with two dots", { ...FULL, id: "acme..browser" }, "/id"],
  ["an id that ends with a dot", { ...FULL, id: "acme." }, "/id"],
  ["an id with a line feed", { ...FULL, id: "acme\n" }, "/id"],
  ["an id that looks like another", { ...FULL, id: "аcme" }, "/id"],
  ["an id of 101 characters", { ...FULL, id: "x".repeat(101) }, "/id"],
  ["no version", { ...FULL, version: "" }, "/version"],
  ["a version of two numbers", { ...FULL, version: "1.0" }, "/version"],
  ["a version with zeros before", { ...FULL, version: "01.0.0" }, "/version"],
  ["a version with build metadata", { ...FULL, version: "1.0.0+x" }, "/version"],
  ["a range as version", { ...FULL, version: "^1.0.0" }, "/version"],
  ["an unknown kind", { ...FULL, kind: "shell" }, "/kind"],
  ["an entry of a plugin that is a path", { ...WITHOUT_LIMITS, kind: "plugin", entry: "../x" }, "/entry"],
  ["an entry of a native module that is a path", { ...WITHOUT_LIMITS, kind: "native", entry: "/etc/passwd" }, "/entry"],
  ["itself as a dependency", { ...FULL, dependsOn: ["acme.browser"] }, "/dependsOn"],
  ["a dependency twice", { ...FULL, dependsOn: ["a", "a"] }, "/dependsOn"],
  ["65 dependencies", { ...FULL, dependsOn: Array.from({ length: 65 }, (_each, at) => `m${at}`) }, "/dependsOn"],
  ["a dependency that is no id", { ...FULL, dependsOn: ["*"] }, "/dependsOn/0"],
  ["a capability with an empty part", { ...FULL, capabilities: ["emit:"] }, "/capabilities/0"],
  ["a capability with half a wildcard", { ...FULL, capabilities: ["emit:a*"] }, "/capabilities/0"],
  ["a capability with a space", { ...FULL, capabilities: ["emit: a"] }, "/capabilities/0"],
  ["a capability of 301 characters", { ...FULL, capabilities: ["x".repeat(301)] }, "/capabilities/0"],
  ["a capability that is no text", { ...FULL, capabilities: [1] }, "/capabilities/0"],
  ["a configuration key with a wildcard", { ...FULL, config: ["*"] }, "/config/0"],
  ["a configuration key with a slash", { ...FULL, config: ["a/b"] }, "/config/0"],
  ["a configuration key with a colon", { ...FULL, config: ["a:b"] }, "/config/0"],
  ["no time to start", { ...FULL, startTimeoutMs: 0 }, "/startTimeoutMs"],
  ["more time to start than any module has", { ...FULL, startTimeoutMs: 300_001 }, "/startTimeoutMs"],
  ["half a millisecond to stop", { ...FULL, stopTimeoutMs: 0.5 }, "/stopTimeoutMs"],
  ["more time to stop than any module has", { ...FULL, stopTimeoutMs: 60_001 }, "/stopTimeoutMs"],
  ["a time in words", { ...FULL, startTimeoutMs: "30s" }, "/startTimeoutMs"],
  ["restarts without end", { ...FULL, restart: { maxRestarts: 1001 } }, "/restart/maxRestarts"],
  ["a wait that shrinks", { ...FULL, restart: { baseDelayMs: 100, maxDelayMs: 99 } }, "/restart/maxDelayMs"],
  ["a first wait above the longest by default", { ...FULL, restart: { baseDelayMs: 60_001 } }, "/restart/maxDelayMs"],
  ["no wait", { ...FULL, restart: { baseDelayMs: 0 } }, "/restart/baseDelayMs"],
  ["no window", { ...FULL, restart: { windowMs: 0 } }, "/restart/windowMs"],
  ["health checks without a pause", { ...FULL, health: { intervalMs: 99 } }, "/health/intervalMs"],
  ["no time for a health check", { ...FULL, health: { timeoutMs: 0 } }, "/health/timeoutMs"],
  ["no failures before a restart", { ...FULL, health: { failures: 0 } }, "/health/failures"],
  ["no fuel", { ...FULL, limits: { fuel: 0 } }, "/limits/fuel"],
  ["more fuel than a number holds", { ...FULL, limits: { fuel: 2 ** 60 } }, "/limits/fuel"],
  ["a part of a page", { ...FULL, limits: { memory: 65_537 } }, "/limits/memory"],
  ["more memory than there can be", { ...FULL, limits: { memory: 2 ** 33 } }, "/limits/memory"],
  ["no time for a call", { ...FULL, limits: { timeoutMs: 0 } }, "/limits/timeoutMs"],
  ["fuel of a module that has none", { ...FULL, kind: "native", entry: "a", limits: { fuel: 1 } }, "/limits/fuel"],
  [
    "memory of a module that has none",
    { ...FULL, kind: "plugin", entry: "a", limits: { memory: 65_536 } },
    "/limits/memory",
  ],
  ["an unknown field", { ...FULL, postinstall: "rm -rf" }, "/postinstall"],
  ["an unknown field with a name of two parts", { ...FULL, "a/b~c": 1 }, "/a~1b~0c"],
])("%s is refused, and says where", (_name, source, pointer) => {
  const issues = issuesOfSource(source);
  expect(issues[0]?.pointer).toBe(pointer);
  expect(issues.length).toBeLessThanOrEqual(20);
  expect(issues.every(({ message }) => message.length > 0 && message.length < 200)).toBe(true);
});

test.each(["manifestVersion", "id", "version", "kind", "entry"])("%s is required", (field) => {
  const { [field as "id"]: _left, ...rest } = FULL;
  expect(issuesOfSource(rest)).toContainEqual({ pointer: `/${field}`, message: "is required" });
});

test("no message repeats a value", () => {
  for (const field of ["manifestVersion", "id", "version", "kind", "entry"])
    expect(JSON.stringify(issuesOfSource({ ...FULL, [field]: "hunter2 \0" }))).not.toContain("hunter2");
  for (const list of ["dependsOn", "capabilities", "config"])
    expect(JSON.stringify(issuesOfSource({ ...FULL, [list]: ["hunter2 \0"] }))).not.toContain("hunter2");
  expect(JSON.stringify(issuesOfSource('{"id": "hunter2", hunter2}'))).not.toContain("hunter2");
});

test("a place in the text is told by line and column", () => {
  const messages = ['{\n  "id": 1 x}', '{"id": oops}', '{"id": '].map((text) => issuesOfSource(text)[0]?.message);
  expect(messages).toEqual(["is not JSON: look at line 2, column 11", "is not JSON", "is not JSON; it ends too early"]);
});

test("any value in any field is taken or refused with issues, and touches no prototype", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(FULL)), fc.jsonValue({ maxDepth: 4 }), (field, value) => {
      for (const { pointer, message } of issuesOfSource({ ...FULL, [field]: value }))
        expect(pointer.isWellFormed() && pointer.length < 500 && message.length < 400).toBe(true);
    }),
    { numRuns: 500 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => issuesOfSource(bytes).length > 0));
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
});

describe("the path of an entry", () => {
  test.each([
    "",
    "/",
    "/etc/passwd",
    "//host/share",
    "..",
    "../a",
    "a/../b",
    "a/..",
    "./a",
    "a/./b",
    "a//b",
    "a/",
    ".",
    ".a",
    "a/.b",
    "\\a",
    "a\\b",
    "..\\a",
    "C:/a",
    "C:\\a",
    "c:a",
    "file:///a",
    "a:b",
    "%2e%2e/a",
    "a%2fb",
    "%00",
    "a\0b",
    "a\nb",
    "a b",
    "~/a",
    "~root",
    "$HOME/a",
    "a*",
    "a?",
    "a|b",
    "ä",
    "a\u2215b",
    "．．/a",
    "a\u202eb",
    "con",
    "NUL.wasm",
    "a/aux.txt",
    "COM1",
    "a.",
    "a./b",
    "x".repeat(201),
    "-/../x",
    "@a",
    "a'b",
  ])("%j is refused", (path) => {
    expect(entryPathProblem(path)).toEqual(expect.any(String));
    expect(issuesOfSource({ ...FULL, entry: path }).map(({ pointer }) => pointer)).toEqual(["/entry"]);
  });

  test.each(["a", "a.wasm", "a/b.wasm", "a-b/c_d/e.f.g", "console.wasm", "com10", "x".repeat(200)])(
    "%j is a path below",
    (path) => {
      expect(entryPathProblem(path)).toBeUndefined();
    },
  );

  test("whatever is taken stays below, on any system", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab./\\:%~-]{1,12}$/), (path) => {
        if (entryPathProblem(path) !== undefined) return;
        expect(path.split("/").every((part) => part !== "" && !part.startsWith("."))).toBe(true);
        expect(path).toMatch(/^[ab./-]+$/);
      }),
      { numRuns: 2000 },
    );
  });
});
