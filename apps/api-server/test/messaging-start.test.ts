import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { findNats } from "../../../tools/testing/nats-server.ts";
import { startApi, TOKEN } from "./_api.ts";
import { newBus, writeBusKey } from "./_bus-servers.ts";
import { freePort, startServerProcess, temporaryFolder } from "./_server-process.ts";

const natsUrl = inject("natsUrl");
const nats = findNats();
const SLOW = { timeout: 60_000 };

async function ends(env: Readonly<Record<string, string>>): Promise<string> {
  await using folder = await temporaryFolder();
  const own = { CORDON_PORT: "0", CORDON_TOKEN: TOKEN, CORDON_DATA_DIR: folder.path };
  const server = await startServerProcess({ ...own, ...env });
  onTestFinished(() => void server.child.kill("SIGKILL"));
  expect(await server.ended).toBe(1);
  return server.output();
}

/** A broker with these options; what it keeps is in a folder of the test. */
async function startBroker(
  ...options: readonly string[]
): Promise<{ readonly port: number; readonly child: ChildProcess }> {
  const port = await freePort();
  const child = spawn(nats ?? "", ["--addr", "127.0.0.1", "--port", String(port), ...options], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await expect.poll(() => greets(port), { timeout: 10_000, interval: 20 }).toBe(true);
  return { port, child };
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.unref();
  });
}

describe("the key of the bus", () => {
  const pem = (type: "ed25519" | "x25519"): string =>
    (type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519")).privateKey.export({
      format: "pem",
      type: "pkcs8",
    });

  test.each([
    ["is not there", undefined, 0o600, "is not there"],
    ["can be read by others", pem("ed25519"), 0o644, "can be read or changed by others (mode 644). Give it mode 600"],
    ["can be read by a group", pem("ed25519"), 0o670, "can be read or changed by others"],
    ["is of another kind", pem("x25519"), 0o600, "holds no Ed25519 private key in PEM without a password"],
    ["is none", "hunter2hunter2", 0o600, "holds no Ed25519 private key in PEM without a password"],
    ["is empty", "", 0o600, "holds no Ed25519 private key in PEM without a password"],
    ["is too large", "x".repeat(5000), 0o600, "is larger than 4096 bytes"],
  ])("that %s keeps the server from starting, and nothing of it is said", async (_what, text, mode, problem) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "bus.pem");
    if (text !== undefined) writeFileSync(file, text);
    if (text !== undefined) chmodSync(file, mode);
    const output = await ends({ CORDON_NATS_URL: "nats://127.0.0.1:1", CORDON_BUS_KEY_FILE: file });
    expect(output).toContain(`CORDON_BUS_KEY_FILE names a file that ${problem}`);
    expect(output).not.toMatch(/hunter2|bus\.pem|BEGIN/);
    if (text !== undefined && text.length > 100) expect(output).not.toContain(text.slice(30, 60));
  });
});

describe("the broker", () => {
  test.skipIf(nats === undefined).each([
    ["is not there", [], "127.0.0.1:1", "there is no connection"],
    ["has no JetStream", [], "", "JetStream does not answer"],
    [
      "takes other credentials",
      ["--jetstream", "--user", "ada", "--pass", "other-than-hunter2"],
      "",
      "it refused the credentials",
    ],
  ])("that %s keeps the server from starting, within its time", SLOW, async (_what, options, address, reason) => {
    await using folder = await temporaryFolder();
    const store = ["--store_dir", folder.path];
    const at = address === "" ? `127.0.0.1:${(await startBroker(...options, ...store)).port}` : address;
    const begun = performance.now();
    const output = await ends({
      CORDON_NATS_URL: `nats://ada:hunter2hunter2@${at}`,
      CORDON_BUS_KEY_FILE: writeBusKey(join(folder.path, "bus.pem")),
    });
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(output).toContain(reason);
    expect(output).not.toMatch(/hunter2|127\.0\.0\.1/);
  });

  test.skipIf(natsUrl === "")("that does not encrypt is refused where encryption was asked for", SLOW, async () => {
    await using folder = await temporaryFolder();
    const output = await ends({
      CORDON_NATS_URL: natsUrl.replace("nats:", "tls:"),
      CORDON_BUS_KEY_FILE: writeBusKey(join(folder.path, "bus.pem")),
    });
    expect(output).toContain("not in the way that the address asks for");
  });

  test.skipIf(nats === undefined)("gets the credentials of its address, which are not said again", SLOW, async () => {
    await using folder = await temporaryFolder();
    const { port } = await startBroker(
      "--jetstream",
      "--user",
      "ada",
      "--pass",
      "hunter2@hunter2",
      "--store_dir",
      folder.path,
    );
    const bus = await newBus(`nats://ada:hunter2%40hunter2@127.0.0.1:${port}`);
    const server = await bus.start({ CORDON_LOG_LEVEL: "debug" });
    expect(await server.call({ path: "/health/ready" })).toMatchObject({ status: 200 });
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    expect(server.output()).not.toContain("hunter2");
  });
});

test.skipIf(natsUrl === "")("a server's id is made once, and is the owner's alone", SLOW, async () => {
  const bus = await newBus(natsUrl);
  const first = await startApi(bus.env);
  const file = join(first.dataDir, "server-id");
  const id = readFileSync(file, "utf8");
  expect(id).toMatch(/^[0-9a-z]{26}\n$/);
  expect(statSync(file).mode & 0o077).toBe(0);
  await first.stop();
  const second = await startApi({ ...bus.env, CORDON_DATA_DIR: first.dataDir });
  expect(readFileSync(file, "utf8")).toBe(id);
  expect(await second.call({ path: "/health/ready" })).toMatchObject({ status: 200 });
});
