import { readFileSync } from "node:fs";
import { createSystemClock } from "@cordon/core/system";
import { expect, test } from "vitest";
import { createCliTools } from "../../src/cli/create-cli-tools.ts";
import { type Answer, cli, commit, folderOf, write } from "./_cli.ts";

const ORDER = { type: "object", properties: { id: { type: "string" }, note: { type: "string" } }, required: ["id"] };
const NARROW = { ...ORDER, required: ["id", "note"] };
const WIT = "package shop:orders@1.0.0;\n\ninterface orders {\n  make: func(id: string);\n}\n";

async function real(folder: string, args: readonly string[]): Promise<Answer> {
  return cli(folder, args, { tools: await createCliTools(), clock: createSystemClock() });
}

test("the version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect((await createCliTools()).version).toBe(version);
});

test("every rule has its words, and no two areas have one of the same name", async () => {
  const { rules } = await createCliTools();
  expect(Object.keys(rules).length).toBeGreaterThan(50);
  for (const [id, { title, why, instead, breaks }] of Object.entries(rules)) {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect([title, why, instead].every((text) => text.length > 3) && breaks.length > 0).toBe(true);
  }
});

test("a schema that becomes narrower is proven to fail, with a document", async () => {
  const folder = folderOf({ "old.json": ORDER, "new.json": NARROW });
  const { code, out } = await real(folder, ["diff", "old.json", "new.json", "--flow=in"]);
  expect(code).toBe(1);
  expect(out).toContain("is taken by the old contract and refused by the new");
  expect(await real(folder, ["diff", "new.json", "old.json", "--flow=in"])).toMatchObject({ code: 0 });
  expect(await real(folder, ["diff", "old.json", "old.json"])).toMatchObject({ code: 0 });
});

test("contracts of all kinds in one folder are checked against a revision", async () => {
  const info = { title: "Orders", version: "1.0.0" };
  const responses = { 200: { description: "An order." } };
  const openapi = { openapi: "3.1.0", info, paths: { "/orders": { get: { responses }, post: { responses } } } };
  const channels = { made: { address: "made", messages: { order: { payload: ORDER } } } };
  const operations = { made: { action: "send", channel: { $ref: "#/channels/made" } } };
  const asyncapi = { asyncapi: "3.0.0", info, channels, operations };
  const event = {
    type: "object",
    properties: {
      specversion: { const: "1.0" },
      type: { const: "order.made" },
      source: { type: "string" },
      id: { type: "string" },
      data: NARROW,
    },
    required: ["specversion", "type", "source", "id", "data"],
  };
  const folder = folderOf({
    "contracts/openapi.json": openapi,
    "contracts/asyncapi.json": asyncapi,
    "contracts/events/made.json": event,
    "contracts/dto/order/v1.json": ORDER,
    "contracts/guest/orders.wit": WIT,
  });
  commit(folder);
  expect(await real(folder, ["check", "--against=main"])).toMatchObject({ code: 0 });
  write(folder, {
    "contracts/openapi.json": { ...openapi, paths: { "/orders": { get: { responses } } } },
    "contracts/asyncapi.json": { ...asyncapi, operations: {} },
    "contracts/events/made.json": { ...event, properties: { ...event.properties, data: ORDER } },
    "contracts/dto/order/v1.json": NARROW,
    "contracts/guest/orders.wit": WIT.replace("string", "u32"),
  });
  const { code, out } = await real(folder, ["check", "--against=main", "--format=json"]);
  expect(code).toBe(1);
  const { contracts } = JSON.parse(out) as { contracts: { kind: string; findings: { fails: boolean }[] }[] };
  expect(new Map(contracts.map(({ kind, findings }) => [kind, findings.some(({ fails }) => fails)]))).toEqual(
    new Map(["asyncapi", "json-schema", "event-type", "wit", "openapi"].map((kind) => [kind, true])),
  );
});

test("a zod schema is pinned, checked and pinned again", async () => {
  const zod = import.meta.resolve("zod");
  const module = (extra: string): string =>
    `import { z } from ${JSON.stringify(zod)};\nexport const CreateOrder: unknown = z.object({ id: z.string()${extra} });\n`;
  const folder = folderOf({ "order.ts": module("") });
  const args = ["order.ts#CreateOrder", "--flow=in"];
  expect(await real(folder, ["pin", ...args])).toMatchObject({ code: 0, out: "create-order/v1 is new." });
  expect(await real(folder, ["check", ...args])).toMatchObject({ code: 0 });
  write(folder, { "order.ts": module(", note: z.string()") });
  expect(await real(folder, ["check", ...args])).toMatchObject({ code: 1 });
  expect((await real(folder, ["pin", ...args])).out).toContain("create-order/v2 is new.");
  expect(await real(folder, ["check", ...args])).toMatchObject({ code: 0 });
});

test("a schema in parts is compared through its parts", async () => {
  const folder = folderOf({
    "a/order.json": { $ref: "parts/order.json" },
    "a/parts/order.json": ORDER,
    "b/order.json": { $ref: "parts/order.json" },
    "b/parts/order.json": NARROW,
  });
  const { code, out } = await real(folder, ["diff", "a/order.json", "b/order.json", "--flow=in"]);
  expect(code).toBe(1);
  expect(out).toMatch(/new b\/parts\/order\.json:\d+/);
});

test("a table that does not come with the package is told of", async () => {
  const { code, out, err } = await real(folderOf(), ["matrix"]);
  expect(code === 0 ? out : err).toContain(code === 0 ? "|" : "MATRIX.md");
});
