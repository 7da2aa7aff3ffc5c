import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runCloudEventFolder } from "../src/conformance/index.ts";

const CASES = new URL("cloud-events-cases", import.meta.url).pathname;

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "cordon-events-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("every case of the folder gets the right verdict", async () => {
  const { valid, invalid, wrong } = await runCloudEventFolder(CASES);
  expect(wrong).toEqual([]);
  expect(valid).toBeGreaterThanOrEqual(50);
  expect(invalid).toBeGreaterThanOrEqual(100);
});

test("a file in the wrong folder is reported by its name", async () => {
  const folder = scratch();
  cpSync(CASES, folder, { recursive: true });
  cpSync(join(CASES, "valid/minimal.json"), join(folder, "invalid/planted.json"));
  cpSync(join(CASES, "invalid/time-hour-24.json"), join(folder, "valid/planted.json"));
  const { wrong } = await runCloudEventFolder(folder);
  expect(wrong).toEqual([
    { file: "valid/planted.json", expected: "valid", found: "events/invalid-event" },
    { file: "invalid/planted.json", expected: "invalid", found: "valid" },
  ]);
});

test("an error that is no AppError is no right verdict", async () => {
  const crash = (): never => {
    throw new Error("crashed");
  };
  const { wrong } = await runCloudEventFolder(CASES, { event: crash, batch: crash });
  expect(wrong.some(({ file }) => file === "invalid/id-missing.json")).toBe(true);
});

test("a folder without cases is an error", async () => {
  const folder = scratch();
  mkdirSync(join(folder, "valid"));
  mkdirSync(join(folder, "invalid"));
  await expect(runCloudEventFolder(folder)).rejects.toThrow("no case in the folder valid");
  writeFileSync(join(folder, "valid/a.json"), '{"specversion":"1.0","id":"1","source":"/s","type":"t"}');
  await expect(runCloudEventFolder(folder)).rejects.toThrow("no case in the folder invalid");
});
