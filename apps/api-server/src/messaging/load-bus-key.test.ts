import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadBusKey } from "./load-bus-key.ts";

function fileOf(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), "cordon-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "bus.pem");
  writeFileSync(file, generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }));
  chmodSync(file, mode);
  return file;
}

test("a key of its owner alone is read, through a link as well", async () => {
  const file = fileOf(0o600);
  const { publicKey } = await loadBusKey(file);
  expect(publicKey).toMatch(/^[\w+/]{43}=$/);
  symlinkSync(file, `${file}.link`);
  expect((await loadBusKey(`${file}.link`)).publicKey).toBe(publicKey);
});

test.each([0o604, 0o660, 0o601, 0o777])("a key with the mode %o is refused", async (mode) => {
  await expect(loadBusKey(fileOf(mode))).rejects.toMatchObject({ code: "server/bad-config" });
});
