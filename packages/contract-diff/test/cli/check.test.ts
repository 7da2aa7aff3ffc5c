import { expect, test } from "vitest";
import { cli, commit, folderOf, schema, tools, write } from "./_cli.ts";

interface Report {
  readonly contracts: readonly {
    readonly contract: string;
    readonly declared?: object;
    readonly findings: readonly { readonly rule: string; readonly fails: boolean; readonly fingerprint: string }[];
  }[];
  readonly notes: readonly { readonly rule: string }[];
}

const CHECK = ["check", "--against", "main", "--format", "json"];

function repository(files: Readonly<Record<string, unknown>>, changed: Readonly<Record<string, unknown>>): string {
  const folder = folderOf(files);
  commit(folder);
  write(folder, changed);
  return folder;
}

async function report(folder: string, ...more: readonly string[]): Promise<Report & { readonly code: number }> {
  const { code, out, err } = await cli(folder, [...CHECK, ...more]);
  if (out === "") throw new Error(err);
  return { code, ...(JSON.parse(out) as Report) };
}

function names({ contracts }: Report): readonly string[] {
  return contracts.map(({ contract }) => contract);
}

const ORDER = { "contracts/dto/order/v1.json": schema("a") };
const BROKEN = { "contracts/dto/order/v1.json": schema("a", "b") };

test("a folder that did not change passes", async () => {
  const found = await report(repository(ORDER, {}));
  expect(found.code).toBe(0);
  expect(found.contracts).toMatchObject([{ contract: "dto/order/v1", findings: [] }]);
});

test("a contract that changed fails, with its name in the folder of contracts", async () => {
  const found = await report(repository(ORDER, BROKEN), "--flow", "in");
  expect(found.code).toBe(1);
  expect(found.contracts).toMatchObject([{ contract: "dto/order/v1", findings: [{ rule: "schema/required" }] }]);
});

test.each(["contracts/dto", "contracts/dto/order/v1.json", "./contracts/", "contracts/dto/order"])(
  "a contract has the same name and fingerprint when it is found by %s",
  async (path) => {
    const folder = repository(ORDER, BROKEN);
    const whole = await report(folder, "--flow", "in");
    const part = await report(folder, path, "--flow", "in");
    expect(part.contracts.map(({ contract, findings }) => [contract, findings])).toEqual(
      whole.contracts.map(({ contract, findings }) => [contract, findings]),
    );
  },
);

test("of a part of the contracts, only that part is looked at", async () => {
  const folder = repository({ ...ORDER, "contracts/events/made.json": schema() }, {});
  expect(names(await report(folder, "contracts/events"))).toEqual(["events/made"]);
});

test("a contract that is gone fails, and one that is new passes", async () => {
  const folder = repository({ ...ORDER, "contracts/other.json": schema() }, { "contracts/new.json": schema() });
  write(folder, { "contracts/other.json": [1] });
  const found = await report(folder);
  expect(found.contracts.flatMap(({ findings }) => findings.map(({ rule, fails }) => [rule, fails]))).toEqual([
    ["contract/added", false],
    ["contract/removed", true],
  ]);
});

test("contracts that were not there before are all new", async () => {
  const found = await report(repository({}, ORDER));
  expect(found).toMatchObject({ code: 0, contracts: [{ findings: [{ rule: "contract/added" }] }] });
});

test.each([
  ["a revision that there is not", ["--against", "nowhere"]],
  ["a revision that would be an option", ["--against=--help"]],
  ["paths that are at neither side", ["contarcts", "--against", "main"]],
  ["a path outside", ["../elsewhere", "--against", "main"]],
])("%s: exit code 2", async (_name, args) => {
  expect(await cli(repository(ORDER, {}), ["check", ...args])).toMatchObject({ code: 2, out: "" });
});

test("a version is held against itself alone, unless more is asked for", async () => {
  const folder = repository(ORDER, {
    "contracts/dto/order/v2.json": schema("b"),
    "contracts/dto/order/v3.json": schema("b", "c"),
  });
  expect(names(await report(folder, "--flow=in"))).toEqual(["dto/order/v1", "dto/order/v2", "dto/order/v3"]);
  expect(names(await report(folder, "--flow=in", "--versions=previous")).slice(3)).toEqual(["dto/order/v2..v3"]);
  const all = await report(folder, "--flow=in", "--versions=all");
  expect(names(all).slice(3)).toEqual(["dto/order/v2..v3", "dto/order/v1..v3"]);
  expect(all.code).toBe(1);
});

test("the configuration says where contracts are, and how each is held", async () => {
  const folder = repository(
    { "api/in/order.json": schema("a"), "api/out/order.json": schema("a"), "more/x.json": schema("a") },
    { "api/in/order.json": schema("a", "b"), "api/out/order.json": schema("a", "b"), "more/x.json": schema() },
  );
  write(folder, {
    "contract-diff.json": {
      contracts: ["api", "more"],
      rules: [
        { match: "in/*", flow: "in" },
        { match: "out/*", flow: "out" },
        { match: "**", level: "none" },
      ],
    },
  });
  const { contracts } = await report(folder);
  expect(contracts.map(({ contract, findings }) => [contract, findings.some(({ fails }) => fails)])).toEqual([
    ["in/order", true],
    ["out/order", false],
    ["x", false],
  ]);
});

test("an option goes before the configuration", async () => {
  const folder = repository(ORDER, BROKEN);
  write(folder, { "contract-diff.json": { rules: [{ match: "**", flow: "in", level: "none" }] } });
  expect(await report(folder)).toMatchObject({ code: 0 });
  expect(await report(folder, "--level", "backward")).toMatchObject({ code: 1 });
});

test("paths of a configuration elsewhere begin where it lies", async () => {
  const folder = repository({ "ci/api/order.json": schema() }, {});
  write(folder, { "ci/conf.json": { contracts: "api", waivers: "w.json" }, "ci/w.json": { waivers: [] } });
  expect(names(await report(folder, "--config", "ci/conf.json"))).toEqual(["order"]);
});

async function waived(expires: string, parts: object = {}): Promise<Report & { readonly code: number }> {
  const folder = repository(ORDER, BROKEN);
  const { contracts } = await report(folder, "--flow=in");
  const [finding] = contracts[0]?.findings ?? [];
  const waiver = {
    fingerprint: finding?.fingerprint,
    rule: finding?.rule,
    reason: "Nobody sends it since March.",
    expires,
    ...parts,
  };
  write(folder, { "contract-diff.waivers.json": { waivers: [waiver] } });
  return report(folder, "--flow=in");
}

test("a waiver lets its finding pass", async () => {
  expect(await waived("2026-01-15")).toMatchObject({ code: 0, notes: [] });
});

test("a waiver that ran out fails, and so does its finding", async () => {
  const found = await waived("2026-01-14");
  expect(found).toMatchObject({ code: 1, notes: [{ rule: "contract/waiver-expired", fails: true }] });
  expect(found.contracts[0]?.findings[0]?.fails).toBe(true);
});

test("a waiver that matches nothing is told of, and not when only a part was looked at", async () => {
  const waiver = { fingerprint: "0".repeat(16), rule: "a/b", reason: "Not needed any more.", expires: "2027-01-01" };
  const folder = repository({ ...ORDER, "contract-diff.waivers.json": { waivers: [waiver] } }, {});
  expect(await report(folder)).toMatchObject({ code: 0, notes: [{ rule: "contract/waiver-unused" }] });
  expect(await report(folder, "contracts/dto")).toMatchObject({ code: 0, notes: [] });
});

test("a contract without a version is given that of its package, then and now", async () => {
  const folder = repository(
    { ...ORDER, "package.json": { version: "1.0.0" } },
    { ...BROKEN, "package.json": { version: "1.1.0" } },
  );
  const args = ["--flow=in", "--level=none", "--package=package.json"];
  const small = await report(folder, ...args);
  expect(small.code).toBe(1);
  expect(small.contracts[0]?.declared).toEqual({ bump: "minor", source: "package", from: "1.0.0", to: "1.1.0" });
  write(folder, { "package.json": { version: "2.0.0" } });
  expect(await report(folder, ...args)).toMatchObject({ code: 0 });
  write(folder, { "package.json": { version: 2 } });
  expect(await cli(folder, ["check", "--against=main", ...args])).toMatchObject({
    code: 2,
    err: expect.stringContaining("package.json: /version"),
  });
});

test("sources are held against their pinned copies, the newest of them", async () => {
  const folder = folderOf({
    "contracts/order/v1.json": schema(),
    "contracts/order/v2.json": schema("a"),
    "src/order.json": schema("a", "b"),
  });
  const { code, out } = await cli(folder, ["check", "src/order.json", "--flow=in", "--format=json"]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    against: "the pinned copies",
    contracts: [{ contract: "order/v2", oldFile: "contracts/order/v2.json", newFile: "src/order.json" }],
  });
});

test("a source is also held against older pinned versions where that is asked for", async () => {
  const folder = folderOf({
    "contracts/order/v1.json": schema(),
    "contracts/order/v2.json": schema("a"),
    "src/order.json": schema("a"),
  });
  const { out } = await cli(folder, ["check", "src/order.json", "--flow=in", "--versions=all", "--format=json"]);
  expect(names(JSON.parse(out) as Report)).toEqual(["order/v2", "order/v1..v2"]);
});

test("a source without a pinned copy is new", async () => {
  const folder = folderOf({ "src/order.json": schema("a") });
  const { code, out } = await cli(folder, ["check", "src/order.json", "--format=json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ contracts: [{ findings: [{ rule: "contract/added" }] }] });
});

test("the configuration names the sources, modules among them", async () => {
  const folder = folderOf({
    "contracts/order/v1.json": schema("id"),
    "src/order.ts": "",
    "contract-diff.json": { sources: ["src/order.ts#Order"], rules: [{ match: "order", flow: "in" }] },
  });
  expect(await cli(folder, ["check"])).toMatchObject({ code: 0 });
});

test("a schema that goes out is read from the side that gives", async () => {
  const folder = folderOf({ "contracts/order/v1.json": schema("id"), "src/order.ts": "" });
  const { out } = await cli(folder, ["check", "src/order.ts#Order", "--flow=out"]);
  expect(out).toContain("The property made is required now.");
});

test("a module that is not there is told of before it is run", async () => {
  let isRun = false;
  const loadZodModule = async (): Promise<never> => {
    isRun = true;
    throw new Error("It is not there.");
  };
  const parts = { tools: { ...tools, loadZodModule } };
  expect(await cli(folderOf(), ["check", "src/order.ts#Order"], parts)).toMatchObject({ code: 2 });
  expect(isRun).toBe(false);
});

test("what a contract refers to is read from the same revision", async () => {
  const asked: string[] = [];
  const jsonSchema: typeof tools.comparers.jsonSchema = (old, next, { load }) => {
    for (const { file } of [old, next]) {
      const part = file.replace("order/v1.json", "parts.json");
      asked.push(JSON.stringify(load?.(part)?.value));
    }
    return { changes: [], examined: 1 };
  };
  const folder = repository({ ...ORDER, "contracts/dto/parts.json": [1] }, { "contracts/dto/parts.json": [2] });
  const parts = { tools: { ...tools, comparers: { ...tools.comparers, jsonSchema } } };
  expect(await cli(folder, ["check", "--against=main", "--flow=in"], parts)).toMatchObject({ code: 0 });
  expect(asked.slice(-2)).toEqual(["[1]", "[2]"]);
});
