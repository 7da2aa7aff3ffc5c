import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Api, startApi } from "./_api.ts";
import { temporaryFolder } from "./_server-process.ts";

const OLD = "the passphrase of last year";
const NEW = "the passphrase of this year";
const VALUE = "a value that nobody may see";

async function folder(): Promise<string> {
  const made = await temporaryFolder();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made.path;
}

async function passphraseFile(...lines: readonly string[]): Promise<string> {
  const file = join(await folder(), "passphrase");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  return file;
}

const setSecret = ({ call }: Api): ReturnType<Api["call"]> =>
  call({
    method: "PUT",
    path: "/v1/config/mail.password",
    type: "application/json",
    body: { value: VALUE, secret: true },
  });

test("a secret is kept with a passphrase, is shown by no answer and no log, and outlives a new passphrase", async () => {
  const dataDir = await folder();
  const env = (file: string): Record<string, string> => ({
    CORDON_DATA_DIR: dataDir,
    CORDON_CONFIG_PASSPHRASE_FILE: file,
  });
  const first = await startApi(env(await passphraseFile(OLD)));
  const answers = [await setSecret(first), await first.call({ path: "/v1/config" })];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(JSON.stringify(answers) + first.log()).not.toContain(VALUE);
  await first.stop();

  await expect(startApi(env(await passphraseFile(NEW)))).rejects.toMatchObject({ code: "state/wrong-passphrase" });

  const rotating = await startApi(env(await passphraseFile(NEW, OLD)));
  await expect.poll(() => rotating.log(), { timeout: 20_000 }).toContain("under the current passphrase");
  await rotating.stop();

  const later = await startApi(env(await passphraseFile(NEW)));
  const { body } = await later.call({ path: "/v1/config" });
  expect(body["items"]).toMatchObject([{ key: "mail.password", secret: true }]);
});

test("without a passphrase a secret is refused, and a plain value is not", async () => {
  const api = await startApi({});
  expect(await setSecret(api)).toMatchObject({ status: 503, body: { code: "state/no-keys" } });
  const plain = { method: "PUT", path: "/v1/config/mail.host", type: "application/json", body: { value: "a.example" } };
  expect((await api.call(plain)).status).toBe(200);
});

test.each([
  ["short", ["too short"]],
  ["empty", [""]],
])("a file with a passphrase that is %s is refused, and not repeated", async (_name, lines) => {
  const starting = startApi({ CORDON_CONFIG_PASSPHRASE_FILE: await passphraseFile(...lines) });
  const error = (await starting.catch((problem: unknown) => problem)) as Error;
  expect(error).toMatchObject({ code: "server/bad-config" });
  expect(error.message).toMatch(/CORDON_CONFIG_PASSPHRASE_FILE.*12 to 1024/s);
  expect(error.message).not.toContain("too short");
});

test("a file that others may read is refused", async () => {
  const file = await passphraseFile(NEW);
  chmodSync(file, 0o644);
  await expect(startApi({ CORDON_CONFIG_PASSPHRASE_FILE: file })).rejects.toMatchObject({ code: "server/bad-config" });
});
