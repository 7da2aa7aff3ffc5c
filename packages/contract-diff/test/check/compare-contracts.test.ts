import { expect, test } from "vitest";
import { addedContract, compareContracts, removedContract } from "../../src/check/compare-contracts.ts";
import { fingerprintOf } from "../../src/check/fingerprint.ts";
import type { Waiver } from "../../src/check/waivers.ts";
import { change, comparers, contract, document, options, wit } from "./_samples.ts";

const OLD = contract("old.json", { required: ["a"] });
const NARROW = contract("new.json", { required: ["a", "b"] });

function waiver(parts: Partial<Waiver> = {}): Waiver {
  const { findings } = compareContracts(OLD, NARROW, options());
  return {
    fingerprint: findings[0]?.fingerprint ?? "",
    rule: "schema/required",
    reason: "Nobody has called it since March.",
    expires: "2026-01-31",
    place: { file: "waivers.json", pointer: "/waivers/0" },
    ...parts,
  };
}

test("a change that the level forbids fails, with its lines and a fingerprint", () => {
  const { findings, bump, examined, oldFile, newFile } = compareContracts(OLD, NARROW, options());
  expect(findings).toEqual([
    {
      ...change({ path: "/b", message: "The property b is required now." }),
      contract: "orders",
      fingerprint: fingerprintOf("orders", change({ path: "/b" })),
      fails: true,
      old: { file: "old.json", pointer: "/required", line: 7 },
      new: { file: "new.json", pointer: "/required", line: 7 },
    },
  ]);
  expect({ bump, examined, oldFile, newFile }).toEqual({
    bump: "major",
    examined: 1,
    oldFile: "old.json",
    newFile: "new.json",
  });
});

test("what the level lets pass is found, and does not fail", () => {
  expect(compareContracts(NARROW, OLD, options()).findings).toMatchObject([{ breaks: "forward", fails: false }]);
  expect(compareContracts(NARROW, OLD, options({ level: "full" })).findings).toMatchObject([{ fails: true }]);
});

test("a bare schema is held both ways where nobody said which, with a hint", () => {
  const { flow: _flow, ...settings } = options().settings;
  const { findings, hint, examined } = compareContracts(OLD, NARROW, { ...options(), settings });
  expect(findings.map(({ subject, breaks }) => [subject, breaks])).toEqual([
    ["as it comes in", "backward"],
    ["as it goes out", "forward"],
  ]);
  expect(hint).toContain("--flow");
  expect(examined).toBe(2);
});

test("a change of words is found once where a schema is held both ways", () => {
  const titled = contract("new.json", { required: ["a"], title: "Orders" });
  expect(compareContracts(OLD, titled, options({ flow: "both" })).findings).toMatchObject([{ subject: "" }]);
});

test("an event type goes out, where nothing else is said", () => {
  const kind = "event-type";
  const { flow: _flow, ...settings } = options().settings;
  const [old, next] = [contract("a.json", {}, { kind }), contract("b.json", { required: ["a"] }, { kind })];
  expect(compareContracts(old, next, { ...options(), settings }).findings).toMatchObject([{ breaks: "forward" }]);
});

test("a contract of another kind is broken, and its comparers are not asked", () => {
  const { findings } = compareContracts(OLD, contract("new.json", {}, { kind: "openapi" }), options());
  expect(findings).toMatchObject([{ rule: "contract/kind-changed", breaks: "backward", bump: "major", fails: true }]);
});

test("a comparison of nothing is refused", () => {
  const empty = { ...comparers, jsonSchema: () => ({ changes: [], examined: 0 }) };
  expect(() => compareContracts(OLD, NARROW, options({}, { comparers: empty }))).toThrow(
    /Nothing was compared: orders/,
  );
});

test("a removed contract fails, and an added one does not", () => {
  const removed = removedContract(OLD, options());
  expect(removed).toMatchObject({ bump: "major", oldFile: "old.json" });
  expect(removed.findings).toMatchObject([{ rule: "contract/removed", breaks: "backward", fails: true }]);
  const added = addedContract(NARROW, options());
  expect(added).toMatchObject({ bump: "minor", newFile: "new.json" });
  expect(added.findings).toMatchObject([{ rule: "contract/added", breaks: "forward", fails: false }]);
});

test("lines are asked for once for each document, and of none without a finding", () => {
  const asked: (readonly string[])[] = [];
  const old = { ...OLD, kind: "json-schema", document: document("old.json", { required: ["a"] }, asked) } as const;
  compareContracts(old, contract("new.json", { required: ["b", "c"] }), options());
  expect(asked).toEqual([["/required"]]);
  compareContracts(old, contract("new.json", { required: ["a"] }), options());
  expect(asked).toHaveLength(1);
});

test("a waiver excuses its finding, and not its version", () => {
  const { findings, bump } = compareContracts(OLD, NARROW, options({}, { waivers: [waiver()] }));
  expect(findings).toMatchObject([{ fails: false, waived: "Nobody has called it since March." }]);
  expect(bump).toBe("major");
});

test.each([
  ["of another finding", { fingerprint: "0000000000000000" }],
  ["of another rule", { rule: "schema/enum" }],
  ["that ran out", { expires: "2026-01-14" }],
])("a waiver %s excuses nothing", (_name, parts) => {
  const { findings } = compareContracts(OLD, NARROW, options({}, { waivers: [waiver(parts)] }));
  expect(findings).toMatchObject([{ fails: true }]);
  expect(findings[0]?.waived).toBeUndefined();
});

test("the order is that of failing, rule and place, whatever order changes come in", () => {
  const unordered = [
    change({ rule: "b/b", path: "/b" }),
    change({ rule: "b/b", path: "/a" }),
    change({ rule: "z/z", breaks: "none" }),
    change({ rule: "a/a" }),
  ];
  const of = (changes: typeof unordered): readonly string[] =>
    compareContracts(
      OLD,
      NARROW,
      options({}, { comparers: { ...comparers, jsonSchema: () => ({ changes, examined: 1 }) } }),
    ).findings.map(({ rule, path }) => `${rule}${path}`);
  expect(of(unordered)).toEqual(["a/a/id", "b/b/a", "b/b/b", "z/z/id"]);
  expect(of(unordered.toReversed())).toEqual(of(unordered));
});

test("the fingerprint does not move with lines and words, and does with what the finding is", () => {
  const of = (parts: Parameters<typeof change>[0]): string => fingerprintOf("orders", change(parts));
  const plain = of({});
  expect(plain).toMatch(/^[0-9a-f]{16}$/);
  expect(of({ message: "Other words.", old: { file: "x", pointer: "/x", line: 3 } })).toBe(plain);
  const others = [{ rule: "schema/enum" }, { breaks: "forward" }, { subject: "x" }, { path: "/x" }] as const;
  expect(new Set([plain, fingerprintOf("x", change()), ...others.map(of)]).size).toBe(6);
  expect(fingerprintOf("ab", change({ rule: "c" }))).not.toBe(fingerprintOf("a", change({ rule: "bc" })));
});

function api(version: string, required: readonly string[] = []): ReturnType<typeof contract> {
  return contract(`${version}.json`, { info: { version }, required }, { kind: "openapi", name: "api" });
}

test.each([
  ["1.0.0", "1.1.0", ["a"], false, "goes from 1.0.0 to 1.1.0, which is minor", "Raise it to 2.0.0 or more"],
  ["1.0.0", "1.0.0", ["a"], false, "stays 1.0.0", "Raise it to 2.0.0 or more"],
  ["0.1.0", "0.1.1", ["a"], false, "Before 1.0.0 a breaking change raises the minor part", "0.2.0"],
  ["1.0.0", "2.0.0", ["a"], true, "", ""],
  ["0.1.0", "0.2.0", ["a"], true, "", ""],
  ["1.0.0", "1.0.0", [], true, "", ""],
])("a version from %s to %s with %j more required: enough is %s", (from, to, required, isEnough, said, raise) => {
  const { findings, bumpIsEnough } = compareContracts(api(from), api(to, required), options());
  expect(bumpIsEnough).toBe(isEnough);
  const found = findings.find(({ rule }) => rule === "contract/version-too-small");
  expect(found?.fails ?? false).toBe(!isEnough);
  expect(found?.message ?? "").toContain(said);
  expect(found?.message ?? "").toContain(raise);
});

test("a version that says too little is only told of where that is asked for", () => {
  const { findings } = compareContracts(
    api("1.0.0"),
    api("1.0.0", ["a"]),
    options({ versionDemand: "tell", level: "none" }),
  );
  expect(findings.map(({ rule, fails }) => [rule, fails])).toEqual([
    ["contract/version-too-small", false],
    ["schema/required", false],
  ]);
});

test("the level none holds the version all the same", () => {
  const { findings } = compareContracts(api("1.0.0"), api("1.0.0", ["a"]), options({ level: "none" }));
  expect(findings.map(({ rule, fails }) => [rule, fails])).toEqual([
    ["contract/version-too-small", true],
    ["schema/required", false],
  ]);
});

test("a version without number is told of by nobody", () => {
  const { declared, bumpIsEnough, bump } = compareContracts(api("spring"), api("summer", ["a"]), options());
  expect({ declared, bumpIsEnough, bump }).toEqual({ declared: undefined, bumpIsEnough: true, bump: "major" });
});

test.each([
  ["major", true],
  ["minor", false],
  ["none", false],
] as const)("a contract without version is given %s: enough is %s", (declared, isEnough) => {
  const { bumpIsEnough, findings } = compareContracts(OLD, NARROW, options({}, { declared }));
  expect(bumpIsEnough).toBe(isEnough);
  expect(findings.some(({ rule }) => rule === "contract/version-too-small")).toBe(!isEnough);
});

test("a contract without version has that of its package", () => {
  const packageVersions = { from: "3.1.0", to: "3.2.0" };
  const { declared, findings } = compareContracts(OLD, NARROW, options({}, { packageVersions }));
  expect(declared).toEqual({ bump: "minor", source: "package", ...packageVersions });
  expect(findings[0]?.message).toContain("the package's version goes from 3.1.0 to 3.2.0");
});

test("the contract's own version goes before what is given", () => {
  const { declared } = compareContracts(api("1.0.0"), api("2.0.0"), options({}, { declared: "patch" }));
  expect(declared).toMatchObject({ source: "contract", bump: "major" });
});

test("a WIT package has the version of its declaration, in whichever of its files", () => {
  const { declared } = compareContracts(
    wit("interface a {}", "/// The guest.\npackage cordon:guest@1.0.0;\n"),
    wit("package cordon:guest@1.1.0-rc.1;", "interface a {}"),
    options(),
  );
  expect(declared).toEqual({ bump: "minor", source: "contract", from: "1.0.0", to: "1.1.0-rc.1" });
});

test.each([[{ info: null }], [{ info: [] }], [{ info: { version: 3 } }], [{}]])("%j has no version", (value) => {
  const of = contract("a.json", value, { kind: "openapi" });
  expect(compareContracts(of, of, options()).declared).toBeUndefined();
});
