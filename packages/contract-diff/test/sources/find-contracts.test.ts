import { describe, expect, test } from "vitest";
import type { JsonValue } from "@cordon/core";
import { contractName } from "../../src/sources/contract-name.ts";
import { detectKind } from "../../src/sources/detect-kind.ts";
import { type ContractFile, findContracts } from "../../src/sources/find-contracts.ts";
import { createFolderTree } from "../../src/sources/folder-tree.ts";
import { createMemoryTree } from "../../src/sources/memory-tree.ts";

const never = (): AbortSignal => new AbortController().signal;
const SCHEMA = '{"type": "object"}';

function kindOf(value: JsonValue, file: string = "x.json"): string | undefined {
  return detectKind({ file, value, linesOf: () => [] });
}

async function find(
  files: Readonly<Record<string, string>>,
  from: string | readonly string[] = "",
  label: string = "",
): Promise<readonly ContractFile[]> {
  return findContracts(createMemoryTree(files, { label }), from, never());
}

function told(contracts: readonly ContractFile[]): readonly string[] {
  return contracts.map((contract) => {
    const { name, version, kind } = contract;
    const files = contract.kind === "wit" ? contract.documents : [contract.document];
    return `${kind} ${name} ${version ?? "-"}: ${files.map(({ file }) => file).join(" ")}`;
  });
}

describe("names", () => {
  test.each([
    ["dto/project/v1.json", "dto/project", 1],
    ["orders.v2.json", "orders", 2],
    ["orders-v10.yaml", "orders", 10],
    ["orders_v0.yaml", "orders", 0],
    ["openapi.json", "openapi", undefined],
    ["api.v1.2.json", "api.v1.2", undefined],
    ["apiv1.json", "apiv1", undefined],
    ["v1/x.json", "v1/x", undefined],
    ["v3.json", "v3", undefined],
    ["x/v99999999999999999999.json", "x/v99999999999999999999", undefined],
    ["x.schema.json", "x.schema", undefined],
  ])("%s is %s in version %s", (path, name, version) => {
    expect(contractName(path)).toEqual(version === undefined ? { name } : { name, version });
  });

  test("a file that is nothing but a version is named after its folder", () => {
    expect(contractName("v1.json", "contracts/orders")).toEqual({ name: "orders", version: 1 });
  });
});

describe("kinds", () => {
  test("OpenAPI, AsyncAPI and WIT say what they are", () => {
    expect(kindOf({ openapi: "3.1.0" })).toBe("openapi");
    expect(kindOf({ openapi: "3.0.3", type: "object" })).toBe("openapi");
    expect(kindOf({ openapi: 3.1 })).toBe("openapi");
    expect(kindOf({ asyncapi: "3.0.0" })).toBe("asyncapi");
    expect(kindOf("package a:b;", "main:x.WIT")).toBe("wit");
  });

  test.each([
    [{ swagger: "2.0" }, "/swagger", "convert it to OpenAPI 3.0 or 3.1"],
    [{ openapi: "4.0.0" }, "/openapi", 'this is "4.0.0"'],
    [{ openapi: ["3.0"] }, "/openapi", 'this is ["3.0"]'],
    [{ openapi: "30.1" }, "/openapi", 'this is "30.1"'],
    [{ asyncapi: "2.6.0" }, "/asyncapi", 'this is "2.6.0"'],
    [{ asyncapi: null }, "/asyncapi", "this is null"],
  ])("%j is of a version that is not read, and an error rather than no contract", (value, pointer, words) => {
    let thrown: unknown;
    try {
      kindOf(value);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "contract-diff/invalid-contract", issues: [{ pointer }] });
    expect(String(thrown)).toContain(words);
  });

  test("what has a word of JSON Schema with a value that fits it is a schema", () => {
    const schemas: readonly JsonValue[] = [
      true,
      false,
      {},
      { type: "object" },
      { type: ["string", "null"] },
      { $ref: "#/x" },
      { $schema: "https://json-schema.org/draft/2020-12/schema" },
      { $schema: "http://json-schema.org/draft-07/schema#" },
      { properties: { a: true } },
      { $defs: {} },
      { anyOf: [{}] },
      { enum: [1] },
      { const: null },
      { not: {} },
    ];
    for (const schema of schemas) expect([schema, kindOf(schema)]).toEqual([schema, "json-schema"]);
  });

  test("configuration and data are no contract", () => {
    const others: readonly JsonValue[] = [
      null,
      1,
      "text",
      [],
      [{ type: "object" }],
      { name: "x", version: "1.0.0", type: "module" },
      { $schema: "https://json.schemastore.org/tsconfig", compilerOptions: {} },
      { type: [] },
      { type: "orders" },
      { properties: { a: 1 } },
      { anyOf: [] },
      { allOf: ["x"] },
      { $ref: 1 },
      { toString: "x", constructor: "y" },
    ];
    for (const other of others) expect([other, kindOf(other)]).toEqual([other, undefined]);
  });

  test("a schema with the envelope of CloudEvents is an event type", () => {
    const properties = { specversion: {}, type: { const: "a" }, source: {}, data: {} };
    expect(kindOf({ type: "object", properties })).toBe("event-type");
    expect(kindOf({ properties: { specversion: {}, type: {} } })).toBe("json-schema");
    expect(kindOf({ type: "object", properties: { a: { properties } } })).toBe("json-schema");
  });
});

describe("folders", () => {
  const FILES = {
    "package.json": '{"name": "x", "type": "module"}',
    "contracts/dto/order/v10.json": SCHEMA,
    "contracts/dto/order/v2.json": SCHEMA,
    "contracts/openapi.yaml": "openapi: 3.1.0\n",
    "contracts/settings.yml": "retries: 3\n",
    "contracts/README.md": "# x",
    "contracts/node_modules/x/schema.json": SCHEMA,
    "contracts/events/created.v1.json": '{"properties": {"specversion": {}, "type": {}, "source": {}}}',
  };

  test("contracts are found with their names from the folder, ordered by name and version", async () => {
    expect(told(await find(FILES, "contracts/", "main"))).toEqual([
      "json-schema dto/order 2: main:contracts/dto/order/v2.json",
      "json-schema dto/order 10: main:contracts/dto/order/v10.json",
      "event-type events/created 1: main:contracts/events/created.v1.json",
      "openapi openapi -: main:contracts/openapi.yaml",
    ]);
    expect(told(await find(FILES, "contracts/dto/order"))).toEqual([
      "json-schema order 2: contracts/dto/order/v2.json",
      "json-schema order 10: contracts/dto/order/v10.json",
    ]);
  });

  test("the WIT files of a folder are one package, with what lies in deps", async () => {
    const files = {
      "plugin/guest.wit": "",
      "plugin/host.wit": "",
      "plugin/deps/clocks/a.wit": "",
      "other/v2/x.wit": "",
      "top.wit": "",
    };
    expect(told(await find(files))).toEqual([
      "wit other 2: other/v2/x.wit",
      "wit plugin -: plugin/deps/clocks/a.wit plugin/guest.wit plugin/host.wit",
      "wit top -: top.wit",
    ]);
    expect(told(await find(files, "plugin"))).toEqual([
      "wit plugin -: plugin/deps/clocks/a.wit plugin/guest.wit plugin/host.wit",
    ]);
  });

  test("a folder without contracts is an error, whether it is empty or not there", async () => {
    for (const folder of ["", "nothing"])
      await expect(find({ "package.json": '{"name": "x"}' }, folder, "main")).rejects.toMatchObject({
        code: "contract-diff/nothing-compared",
        message: expect.stringContaining(`there is no contract below main:${folder || "."}`),
      });
  });

  test("a file that cannot be parsed ends the search, as it may be a contract", async () => {
    await expect(find({ "a.json": SCHEMA, "b.json": "{" })).rejects.toMatchObject({ code: "contract-diff/unreadable" });
  });

  test("two files of one name and version are refused, and both are named", async () => {
    for (const [one, other] of [
      ["a.json", "a.yaml"],
      ["b.v1.json", "b/v1.json"],
      ["c-v01.json", "c-v1.json"],
    ] as const)
      await expect(find({ [one]: SCHEMA, [other]: SCHEMA })).rejects.toMatchObject({
        code: "contract-diff/invalid-contract",
        message: `${other}: (whole value): its name and version are those of ${one}, so it is not clear which is meant: rename one`,
      });
  });

  test("the contracts of this repository are found", async () => {
    const root = new URL("../../../..", import.meta.url).pathname;
    const kinds = (await findContracts(createFolderTree({ root }), "contracts", never())).map(
      ({ kind, name }) => `${kind} ${name}`,
    );
    expect(kinds).toEqual(expect.arrayContaining(["openapi openapi", "json-schema dto/project", "wit plugin"]));
  });
});

describe("files that are named", () => {
  test("are read with their whole path as name, and only once", async () => {
    const files = { "a/x.v1.json": SCHEMA, "b.wit": "", "broken.json": "{" };
    expect(told(await find(files, ["a/x.v1.json", "./a/x.v1.json", "b.wit"]))).toEqual([
      "json-schema a/x 1: a/x.v1.json",
      "wit b -: b.wit",
    ]);
  });

  test("must be contracts", async () => {
    await expect(find({ "x.json": '{"name": "x"}' }, ["x.json"], "main")).rejects.toMatchObject({
      code: "contract-diff/invalid-contract",
      message: expect.stringContaining("main:x.json: (whole value): this is no contract"),
    });
  });

  test("must be there", async () => {
    await expect(find({}, ["x.json"])).rejects.toMatchObject({ code: "contract-diff/not-found" });
  });

  test("must be some", async () => {
    await expect(find({}, [])).rejects.toMatchObject({ code: "contract-diff/nothing-compared" });
  });
});
