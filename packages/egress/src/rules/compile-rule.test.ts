import { expect, test } from "vitest";
import { parseTarget, type Target } from "../request/target.ts";
import { compileRules } from "./compile-rule.ts";
import type { EgressRule } from "./egress-rule.ts";
import { matchRules } from "./match-rules.ts";

const RULE: EgressRule = { host: "api.example.com", methods: ["GET"], paths: ["/v1/*", "/status"] };

function reasonOf(rules: readonly EgressRule[], url: string, method = "GET"): string {
  const match = matchRules([compileRules(rules)], parseTarget(url) as Target, method);
  return match.kind === "denied" ? match.reason : "allowed";
}

test.each([
  ["https://api.example.com/v1/items", "allowed"],
  ["https://API.EXAMPLE.COM/v1/items", "allowed"],
  ["https://api.example.com:443/v1/", "allowed"],
  ["https://api.example.com/status?a=/admin", "allowed"],
  ["https://api.example.com/v1", "path"],
  ["https://api.example.com/v10/items", "path"],
  ["https://api.example.com/V1/items", "path"],
  ["https://api.example.com/status/", "path"],
  ["https://api.example.com//v1/items", "path"],
  ["https://api.example.com/%76%31/items", "path"],
  ["https://api.example.com:8443/v1/", "port"],
  ["http://api.example.com/v1/", "scheme"],
  ["https://example.com/v1/", "host"],
  ["https://a.api.example.com/v1/", "host"],
])("one rule: %s -> %s", (url, reason) => {
  expect(reasonOf([RULE], url)).toBe(reason);
});

test("a method is allowed only if it is named: HEAD does not come with GET", () => {
  expect(reasonOf([RULE], "https://api.example.com/status", "HEAD")).toBe("method");
});

test("http is allowed only where a rule says so, at port 80, besides https", () => {
  const rules = [{ ...RULE, allowHttp: true }];
  expect(reasonOf(rules, "http://api.example.com/status")).toBe("allowed");
  expect(reasonOf(rules, "https://api.example.com/status")).toBe("allowed");
  expect(reasonOf(rules, "http://api.example.com:443/status")).toBe("port");
  expect(reasonOf(rules, "https://api.example.com:80/status")).toBe("port");
});

test("ports that are named are the only ones", () => {
  const rules = [{ ...RULE, ports: [8443] }];
  expect(reasonOf(rules, "https://api.example.com:8443/status")).toBe("allowed");
  expect(reasonOf(rules, "https://api.example.com/status")).toBe("port");
});

test("a wildcard is for names below it, at any depth, and for no address", () => {
  const rules = [{ ...RULE, host: "*.example.com" }];
  expect(reasonOf(rules, "https://a.example.com/status")).toBe("allowed");
  expect(reasonOf(rules, "https://a.b.example.com/status")).toBe("allowed");
  for (const host of ["example.com", "notexample.com", "example.com.evil.test", "a.example.com.evil.test"])
    expect(reasonOf(rules, `https://${host}/status`)).toBe("host");
});

test("a rule for a name in another script is for the same name in punycode", () => {
  expect(reasonOf([{ ...RULE, host: "bücher.example" }], "https://xn--bcher-kva.example/status")).toBe("allowed");
  expect(reasonOf([{ ...RULE, host: "xn--bcher-kva.example" }], "https://BÜCHER.example/status")).toBe("allowed");
});

test("parts of two rules do not make one that allows", () => {
  const rules: readonly EgressRule[] = [RULE, { ...RULE, methods: ["POST"], paths: ["/admin"] }];
  expect(reasonOf(rules, "https://api.example.com/admin", "GET")).toBe("path");
  expect(reasonOf(rules, "https://api.example.com/admin", "POST")).toBe("allowed");
});

test("without any rule, and without any list of rules, nothing is allowed", () => {
  expect(reasonOf([], "https://api.example.com/status")).toBe("host");
  expect(matchRules([], parseTarget("https://a.test/") as Target, "GET").kind).toBe("denied");
});

test("rules do not change with what they were made of", () => {
  const rule = { host: "a.test", methods: ["GET" as const], paths: ["/a"], ports: [443] };
  const compiled = compileRules([rule]);
  rule.paths.push("/b");
  rule.ports.push(80);
  rule.host = "b.test";
  expect(matchRules([compiled], parseTarget("https://a.test/b") as Target, "GET").kind).toBe("denied");
});

test.each([
  ["no host", { host: "" }],
  ["all hosts", { host: "*" }],
  ["all of a top-level domain", { host: "*.com" }],
  ["a wildcard within", { host: "api.*.com" }],
  ["a wildcard within a label", { host: "*api.example.com" }],
  ["a wildcard of addresses", { host: "*.0.0.1" }],
  ["a URL for a host", { host: "https://api.example.com" }],
  ["a port", { host: "api.example.com:443" }],
  ["a port of an address", { host: "8.8.8.8:443" }],
  ["a path", { host: "api.example.com/" }],
  ["a user", { host: "user@api.example.com" }],
  ["a dot at the end", { host: "api.example.com." }],
  ["an encoded host", { host: "api%2eexample.com" }],
  ["an address in hexadecimal", { host: "0x7f.0.0.1" }],
  ["an address as one number", { host: "2130706433" }],
  ["an address in short", { host: "127.1" }],
  ["an address in brackets", { host: "[::1]" }],
  ["an address that is not the shortest", { host: "0:0:0:0:0:0:0:1" }],
  ["an unknown method", { methods: ["CONNECT"] }],
  ["a method in small letters", { methods: ["get"] }],
  ["a path without slash", { paths: ["v1"] }],
  ["a wildcard in the middle of a path", { paths: ["/v1/*/items"] }],
  ["a prefix without slash", { paths: ["/v1*"] }],
  ["a path with a query", { paths: ["/v1?a=1"] }],
  ["a path that climbs", { paths: ["/v1/../admin"] }],
  ["a path that climbs, encoded", { paths: ["/v1/%2e%2e/*"] }],
  ["a path that is not encoded", { paths: ["/a b"] }],
  ["a port of 0", { ports: [0] }],
  ["a port over 65535", { ports: [65_536] }],
  ["a port that is text", { ports: ["443"] }],
  ["methods that are text", { methods: "GET" }],
  ["paths that are missing", { paths: undefined }],
  ["allowHttp that is text", { allowHttp: "yes" }],
  ["a private network that cannot be opened", { allowPrivate: ["169.254.0.0/16"] }],
  ["a field that rules do not have", { allowprivate: ["10.0.0.0/8"] }],
])("a rule with %s is refused", (_what, change) => {
  expect(() => compileRules([{ ...RULE, ...change } as unknown as EgressRule])).toThrow(
    expect.toSatisfy((error) => error instanceof RangeError || error instanceof TypeError),
  );
});

test.each([undefined, null, {}, "rules", [null], [7], Array.from({ length: 1001 }, () => RULE)])(
  "what is no list of rules, or too long a one, is refused (%#)",
  (rules) => {
    expect(() => compileRules(rules as never)).toThrow();
  },
);
