import { execFileSync } from "node:child_process";
import { chmod, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { connect, createServer } from "node:tls";
import { AppError, type TlsMaterial } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { createFileTlsProvider, type FileTlsProviderOptions, tlsMaterialFits } from "../src/index.ts";
import { makeMaterial } from "./_certificates.ts";
import { createTlsFiles, type TlsFiles } from "./_tls-files.ts";

const never = new AbortController().signal;
const clock = createManualClock(Date.now());

let material: TlsMaterial;
let other: TlsMaterial;
beforeAll(async () => {
  [material, other] = await Promise.all([makeMaterial({ authority: true }), makeMaterial()]);
});

async function filesOf(held: TlsMaterial): Promise<TlsFiles> {
  const files = await createTlsFiles(held);
  onTestFinished(() => files[Symbol.asyncDispose]());
  return files;
}

const load = (files: TlsFiles, options: Partial<FileTlsProviderOptions> = {}): Promise<TlsMaterial | undefined> => {
  const { certificateChainFile, privateKeyFile } = files;
  return createFileTlsProvider({ certificateChainFile, privateKeyFile, clock, ...options }).load(never);
};

async function reason(loading: Promise<unknown>): Promise<unknown> {
  const error: unknown = await loading.catch((thrown: unknown) => thrown);
  return AppError.is(error) && error.code === "tls/unavailable" ? error.details["reason"] : error;
}

test("a TLS server takes what was loaded, and a client that trusts it gets through", async () => {
  const files = await filesOf(material);
  const loaded = await load(files);
  const server = createServer({ cert: loaded?.certificateChainPem, key: loaded?.privateKeyPem }, (socket) =>
    socket.end("hello"),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as { port: number };
  const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca: material.certificateChainPem });
  expect(String((await once(socket, "data"))[0])).toBe("hello");
  socket.destroy();
  server.close();
});

test("a key that stands beside the certificate is not handed on with it", async () => {
  const files = await filesOf(material);
  await writeFile(files.certificateChainFile, material.privateKeyPem + material.certificateChainPem);
  expect((await load(files))?.certificateChainPem).toBe(material.certificateChainPem);
});

test.each([0o604, 0o660, 0o602, 0o644, 0o777])(
  "a key file of mode %o is refused, and the reason says what to do",
  async (mode) => {
    const files = await filesOf(material);
    await chmod(files.privateKeyFile, mode);
    expect(await reason(load(files))).toContain("Give it mode 600");
  },
);

test("a key file that a group may read is taken when root owns it, and then only", async () => {
  const files = await filesOf(material);
  await chmod(files.privateKeyFile, 0o640);
  const { uid } = await stat(files.privateKeyFile);
  const loaded = await load(files).then(
    () => true,
    () => false,
  );
  expect(loaded).toBe(uid === 0);
});

test("a certificate that is not valid yet, or no longer, is refused", async () => {
  const files = await filesOf(material);
  const at = (offsetMs: number): Promise<unknown> =>
    reason(load(files, { clock: createManualClock(Date.now() + offsetMs) }));
  expect(await at(-2 * 86_400_000)).toMatch(/^the certificate is not valid before \d{4}-/);
  expect(await at(2 * 86_400_000)).toMatch(/^the certificate expired at \d{4}-/);
  expect(await at(Number.NaN)).toMatch(/^the certificate is not valid before/);
});

test.each<[string, (files: TlsFiles) => Promise<unknown>, string]>([
  ["an empty certificate", (files) => writeFile(files.certificateChainFile, ""), "certificate chain"],
  [
    "a certificate that is noise",
    (files) => writeFile(files.certificateChainFile, "\0\xff".repeat(999)),
    "certificate chain",
  ],
  ["a certificate cut in half", (files) => truncate(files.certificateChainFile, 200), "certificate chain"],
  [
    "a chain with a broken second part",
    (files) =>
      writeFile(
        files.certificateChainFile,
        `${material.certificateChainPem}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n`,
      ),
    "certificate chain",
  ],
  ["an empty key", (files) => writeFile(files.privateKeyFile, ""), "private key"],
  ["a key cut in half", (files) => truncate(files.privateKeyFile, 100), "private key"],
  ["a key that is not PEM", (files) => writeFile(files.privateKeyFile, "MIGHAgEA"), "private key"],
  ["the key of another certificate", (files) => writeFile(files.privateKeyFile, other.privateKeyPem), "does not fit"],
  [
    "a certificate where the key belongs",
    (files) => writeFile(files.privateKeyFile, material.certificateChainPem),
    "private key",
  ],
])("%s is refused", async (_what, spoil, said) => {
  const files = await filesOf(material);
  await spoil(files);
  expect(await reason(load(files))).toContain(said);
});

test("a client CA file must hold authorities and nothing else", async () => {
  const files = await filesOf({ ...material, clientCaPem: material.certificateChainPem });
  const { clientCaFile } = files;
  expect(await load(files, { clientCaFile })).toEqual({ ...material, clientCaPem: material.certificateChainPem });
  await writeFile(clientCaFile, other.certificateChainPem);
  expect(await reason(load(files, { clientCaFile }))).toContain("is not an authority");
  await writeFile(clientCaFile, "");
  expect(await reason(load(files, { clientCaFile }))).toContain("holds no PEM certificate");
  expect(await reason(load(files, { clientCaFile: files.missingFile }))).toBe("clientCaFile could not be read: ENOENT");
});

test("a file larger than allowed, a folder, a pipe and a device are refused, and a link is followed", async () => {
  const files = await filesOf(material);
  const { certificateChainFile, missingFile } = files;
  expect(await reason(load(files, { maxFileBytes: 10 }))).toContain("larger than 10 bytes");
  expect(await reason(load(files, { certificateChainFile: "/" }))).toContain("it is not a file");
  expect(await reason(load(files, { certificateChainFile: "/dev/zero" }))).toContain("it is not a file");
  await symlink(certificateChainFile, missingFile);
  expect(await load(files, { certificateChainFile: missingFile })).toEqual(material);
});

test.skipIf(process.platform === "win32")("a pipe that nobody writes to does not make it wait", async () => {
  const files = await filesOf(material);
  execFileSync("mkfifo", [files.missingFile]);
  expect(await reason(load(files, { certificateChainFile: files.missingFile }))).toContain("it is not a file");
});

test("a key pasted where its path belongs is in no error", async () => {
  const files = await filesOf(material);
  const pasted = material.privateKeyPem.replaceAll("\n", "");
  expect(await reason(load(files, { privateKeyFile: pasted }))).toMatch(/^privateKeyFile could not be read: E[A-Z]+$/);
  expect(() => load(files, { privateKeyFile: material.privateKeyPem })).toThrow(/^privateKeyFile must be a path/);
});

test("a renewal caught halfway is refused, and the next load finds it whole", async () => {
  const files = await filesOf(material);
  const provider = createFileTlsProvider({ ...files, clientCaFile: files.certificateChainFile, clock });
  await writeFile(files.certificateChainFile, other.certificateChainPem);
  expect(await reason(provider.load(never))).toContain("does not fit");
  await files.write(material);
  expect(await provider.load(never)).toMatchObject({ privateKeyPem: await readFile(files.privateKeyFile, "utf8") });
});

test("an abort while the files are being read rejects with core/aborted", async () => {
  const files = await filesOf(material);
  const caller = new AbortController();
  const loading = createFileTlsProvider({ ...files, clientCaFile: files.certificateChainFile, clock }).load(
    caller.signal,
  );
  caller.abort();
  await expect(loading).rejects.toMatchObject({ code: "core/aborted" });
});

test.each([
  { certificateChainFile: "" },
  { privateKeyFile: undefined as never },
  { clientCaFile: "a\0b" },
  { maxFileBytes: 0 },
])("the options %o are refused at once", (options) => {
  const paths = { certificateChainFile: "a", privateKeyFile: "b" };
  expect(() => createFileTlsProvider({ ...paths, clock, ...options })).toThrow(/must be a/);
});

test("whether a key fits can be asked of material from anywhere", () => {
  expect(tlsMaterialFits(material)).toBe(true);
  expect(tlsMaterialFits({ ...material, privateKeyPem: other.privateKeyPem })).toBe(false);
  expect(tlsMaterialFits({ certificateChainPem: "", privateKeyPem: "" })).toBe(false);
});
