import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { cli, commit, folderOf, schema, write } from "./_cli.ts";

interface Report {
  readonly contracts: readonly { readonly contract: string; readonly oldFile?: string; readonly newFile?: string }[];
}

async function diff(folder: string, ...args: readonly string[]): Promise<Report["contracts"]> {
  const { out, err } = await cli(folder, ["diff", ...args, "--flow=in", "--format=json"]);
  if (out === "") throw new Error(err);
  return (JSON.parse(out) as Report).contracts;
}

test("two files are two versions of one contract, whatever they are called", async () => {
  const folder = folderOf({ "a/before.json": schema("a"), "b/after.v2.yaml": "type: object\nrequired: [a]\n" });
  expect(await diff(folder, "a/before.json", "b/after.v2.yaml")).toMatchObject([
    { contract: "after/v2", oldFile: "a/before.json", newFile: "b/after.v2.yaml", findings: [] },
  ]);
});

test("two folders are compared by the names in them", async () => {
  const folder = folderOf({
    "a/x.json": schema(),
    "a/y.json": schema(),
    "b/x.json": schema(),
    "b/z/v1.json": schema(),
  });
  expect((await diff(folder, "a", "b")).map(({ contract }) => contract)).toEqual(["x", "y", "z/v1"]);
});

test("a file of a revision is compared with that of now", async () => {
  const folder = folderOf({ "api/order.json": schema("a") });
  commit(folder);
  write(folder, { "api/order.json": schema("b") });
  expect(await diff(folder, "main:api/order.json", "api/order.json")).toMatchObject([
    { contract: "order", oldFile: "main:api/order.json", newFile: "api/order.json" },
  ]);
  expect(await diff(folder, "main:api", "api")).toMatchObject([{ contract: "order" }]);
});

test("a file whose name has a colon is that file", async () => {
  const folder = folderOf({ "a:b.json": schema(), "c.json": schema() });
  expect(await diff(folder, "a:b.json", "c.json")).toMatchObject([{ oldFile: "a:b.json" }]);
});

test("a file elsewhere is known by its whole path", async () => {
  const [here, there] = [folderOf({ "a.json": schema() }), folderOf({ "b.json": schema(), "c/d.json": schema() })];
  const path = join(there, "b.json");
  expect(await diff(here, "a.json", path)).toMatchObject([{ oldFile: "a.json", newFile: path }]);
  expect(await diff(here, there, there)).toMatchObject([
    { contract: "b", newFile: path },
    { contract: "c/d", newFile: join(there, "c/d.json") },
  ]);
});

test("two folders of WIT files are two versions of one package", async () => {
  const folder = folderOf({ "a/guest.wit": "package a:b@1.0.0;", "b/host.wit": "package a:b@1.0.0;" });
  expect(await diff(folder, "a", "b")).toMatchObject([{ contract: "b", kind: "wit" }]);
});

test("a module is compared with a file", async () => {
  const folder = folderOf({ "v1.json": schema("id"), "order.ts": "" });
  expect(await diff(folder, "v1.json", "order.ts#CreateOrder")).toMatchObject([
    { contract: "create-order", newFile: "order.ts#CreateOrder", findings: [] },
  ]);
});

test("a file that is called by its version alone has the name of its folder", async () => {
  const [here, there] = [
    folderOf({ "order/v1.json": schema(), "v2.json": schema() }),
    folderOf({ "v3.json": schema() }),
  ];
  expect(await diff(here, "v2.json", "order/v1.json")).toMatchObject([{ contract: "order/v1" }]);
  expect(await diff(here, "order/v1.json", "v2.json")).toMatchObject([{ contract: "v2" }]);
  expect(await diff(here, "v2.json", join(there, "v3.json"))).toMatchObject([{ contract: `${basename(there)}/v3` }]);
});
