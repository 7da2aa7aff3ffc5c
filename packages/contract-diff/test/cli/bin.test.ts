import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderOf, schema } from "./_cli.ts";

const BIN = fileURLToPath(new URL("../../bin/contract-diff.js", import.meta.url));

test("the program ends with the exit code, and with it also where nobody reads what it prints", () => {
  const folder = folderOf({ "a.json": schema("a"), "b.json": schema("a", "b") });
  const run = (script: string): { readonly status: number | null; readonly stderr: string } =>
    spawnSync("bash", ["-c", script, "bash", process.execPath, BIN], { cwd: folder, encoding: "utf8" });
  expect(run('"$1" "$2" diff a.json a.json --format=json=' + join(folder, "out.json"))).toMatchObject({
    status: 0,
    stderr: "",
  });
  expect(run('"$1" "$2" diff a.json b.json --flow=in')).toMatchObject({ status: 1, stderr: "" });
  expect(run('"$1" "$2" diff a.json b.json --flow=in | true; exit "${PIPESTATUS[0]}"')).toMatchObject({
    status: 1,
    stderr: "",
  });
  expect(run('"$1" "$2" diff a.json gone.json')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^[^\n]+\n$/),
  });
});

test("on an older Node it says so in one line, and that nothing was compared", () => {
  const older = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } })';
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(older)}`];
  expect(spawnSync(process.execPath, [...flags, BIN, "--version"], { encoding: "utf8" })).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringMatching(/^contract-diff needs Node 24 or newer.*Nothing was compared\.\n$/),
  });
});
