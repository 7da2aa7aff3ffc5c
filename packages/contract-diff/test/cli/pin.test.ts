import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/cli/canonical-json.ts";
import { createFile, replaceFile } from "../../src/cli/write-file.ts";
import { cli, folderOf, read, schema, write } from "./_cli.ts";

const PIN = ["pin", "src/order.json", "--flow=in"];

test("a new contract becomes version 1, in canonical JSON", async () => {
  const folder = folderOf({ "src/order.json": { type: "object", required: ["a"], $id: "x" } });
  expect(await cli(folder, PIN)).toEqual({ code: 0, out: "order/v1 is new.", err: "" });
  expect(read(folder, "contracts/order/v1.json")).toBe(
    '{\n  "$id": "x",\n  "required": [\n    "a"\n  ],\n  "type": "object"\n}\n',
  );
});

test("pinning twice changes nothing the second time", async () => {
  const folder = folderOf({ "src/order.json": schema("a") });
  await cli(folder, PIN);
  const before = read(folder, "contracts/order/v1.json");
  expect(await cli(folder, PIN)).toEqual({ code: 0, out: "order/v1 is unchanged.", err: "" });
  expect(read(folder, "contracts/order/v1.json")).toBe(before);
  expect(readdirSync(join(folder, "contracts/order"))).toEqual(["v1.json"]);
});

test("a compatible change is written over the newest version, with what it asks for", async () => {
  const folder = folderOf({ "src/order.json": schema("a", "b") });
  await cli(folder, PIN);
  write(folder, { "src/order.json": schema("a") });
  expect(await cli(folder, PIN)).toEqual({ code: 0, out: "order/v1 is written anew: a minor change.", err: "" });
  expect(JSON.parse(read(folder, "contracts/order/v1.json"))).toEqual(schema("a"));
});

test("a breaking change becomes the next version, and the older ones stay", async () => {
  const folder = folderOf({ "src/order.json": schema("a") });
  await cli(folder, PIN);
  write(folder, { "src/order.json": schema("a", "b") });
  const { code, out } = await cli(folder, PIN);
  expect(code).toBe(0);
  expect(out).toContain("order/v2 is new. order/v1 stays, as schema/required lets somebody down");
  expect(JSON.parse(read(folder, "contracts/order/v1.json"))).toEqual(schema("a"));
  expect(JSON.parse(read(folder, "contracts/order/v2.json"))).toEqual(schema("a", "b"));
  write(folder, { "src/order.json": schema("a", "b", "c") });
  await cli(folder, PIN);
  expect(readdirSync(join(folder, "contracts/order"))).toEqual(["v1.json", "v2.json", "v3.json"]);
});

test("a copy without a version counts as the first", async () => {
  const folder = folderOf({ "contracts/order.json": schema("a"), "src/order.json": schema("a", "b") });
  await cli(folder, PIN);
  expect(JSON.parse(read(folder, "contracts/order.json"))).toEqual(schema("a"));
  expect(existsSync(join(folder, "contracts/order/v2.json"))).toBe(true);
});

test("a folder of sources is pinned by the names in it, to the folder that is named", async () => {
  const folder = folderOf({ "src/a.json": schema(), "src/b/c.yaml": "type: object\n" });
  const { out } = await cli(folder, ["pin", "src", "--into", "pins"]);
  expect(out).toBe("a/v1 is new.\nb/c/v1 is new.");
  expect(read(folder, "pins/b/c/v1.json")).toBe('{\n  "type": "object"\n}\n');
});

test("a schema of a module is pinned by the name of its export", async () => {
  const folder = folderOf({ "src/order.ts": "" });
  expect(await cli(folder, ["pin", "src/order.ts#CreateHTTPOrder_v"])).toMatchObject({
    out: "create-http-order-v/v1 is new.",
  });
});

test("the sources of the configuration are pinned where none is named", async () => {
  const folder = folderOf({ "a/order.json": schema(), "contract-diff.json": { sources: ["a"], contracts: ["b"] } });
  expect(await cli(folder, ["pin"])).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, "b/order/v1.json"))).toBe(true);
});

test.each([
  ["a WIT package", { "src/guest.wit": "package a:b;" }, "is a WIT package"],
  [
    "two sources of one name",
    { "src/order.json": schema(), "src2/order.json": schema() },
    "Two sources are called order",
  ],
  ["a name that is no name of a file", { "src/a;b.json": schema() }, "cannot be the name of a pinned copy"],
])("%s is refused, and nothing is written", async (_name, files, said) => {
  const folder = folderOf({ "src/fine.json": schema(), ...files });
  const sources = new Set(["src", ...Object.keys(files).map((name) => name.split("/")[0] ?? "")]);
  const { code, err } = await cli(folder, ["pin", ...sources]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) });
  expect(existsSync(join(folder, "contracts"))).toBe(false);
});

test("a pinned copy in YAML is not written over", async () => {
  const folder = folderOf({
    "contracts/order/v1.yaml": "type: object\nrequired: [a, b] # both\n",
    "src/order.json": schema("a"),
  });
  expect(await cli(folder, PIN)).toMatchObject({ code: 2, err: expect.stringContaining("is not JSON") });
  expect(read(folder, "contracts/order/v1.yaml")).toContain("# both");
});

test("a file that is there is not written over by a new one", async () => {
  const folder = folderOf({ "v1.json": "old" });
  await expect(createFile(join(folder, "v1.json"), "new")).rejects.toThrow("EEXIST");
  expect(read(folder, "v1.json")).toBe("old");
  expect(readdirSync(folder)).toEqual(["v1.json"]);
});

test("a file that cannot be put in its place leaves nothing behind", async () => {
  const folder = folderOf({ "v1.json/inner.json": "old" });
  await expect(replaceFile(join(folder, "v1.json"), "new")).rejects.toThrow(/could not be written/);
  expect(readdirSync(folder)).toEqual(["v1.json"]);
});

test("canonical JSON has every key, in the order of its characters", () => {
  const value = JSON.parse('{"b":1,"10":[],"9":{},"__proto__":{"z":null,"a":"\\u2028"}}') as never;
  const text = canonicalJson(value);
  expect(text).toBe(
    '{\n  "10": [],\n  "9": {},\n  "__proto__": {\n    "a": "\u2028",\n    "z": null\n  },\n  "b": 1\n}\n',
  );
  expect(JSON.parse(text)).toEqual(value);
});
