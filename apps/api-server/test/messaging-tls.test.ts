import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import "reflect-metadata";
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import { expect, onTestFinished, test } from "vitest";
import { findNats } from "../../../tools/testing/nats-server.ts";
import { TOKEN } from "./_api.ts";
import { newBus } from "./_bus-servers.ts";
import { openStream, publish } from "./_events.ts";
import { freePort, startServerProcess, temporaryFolder } from "./_server-process.ts";

const nats = findNats();

test.skipIf(nats === undefined)(
  "a broker is reached encrypted where its certificate is trusted, and not at all where it is not",
  { timeout: 60_000 },
  async () => {
    await using folder = await temporaryFolder();
    const { certificate, key } = await writeCertificate(folder.path);
    const port = await freePort();
    const options = ["--addr", "127.0.0.1", "--port", String(port), "--jetstream", "--store_dir", folder.path];
    const child = spawn(nats ?? "", [...options, "--tls", "--tlscert", certificate, "--tlskey", key], {
      stdio: "ignore",
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await expect.poll(() => accepts(port), { timeout: 10_000 }).toBe(true);
    const bus = await newBus(`tls://localhost:${port}`);
    const server = await bus.start({ NODE_EXTRA_CA_CERTS: certificate });
    const stream = await openStream(server.url);
    await publish(server, "1");
    expect(await stream.ids(1)).toEqual(["1"]);

    const own = { CORDON_PORT: "0", CORDON_TOKEN: TOKEN, CORDON_DATA_DIR: join(folder.path, "other") };
    const other = await startServerProcess({ ...bus.env, ...own });
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain("CORDON_NATS_URL");
  },
);

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const outcome = await Promise.race([once(socket, "data"), once(socket, "error")]).catch(() => undefined);
  socket.destroy();
  return outcome !== undefined && !(outcome[0] instanceof Error);
}

async function writeCertificate(folder: string): Promise<{ readonly certificate: string; readonly key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    extensions: [new SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  writeFileSync(certificate, made.toString("pem"));
  const text = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replaceAll(/.{64}/g, "$&\n")}\n-----END PRIVATE KEY-----\n`;
  writeFileSync(key, text, { mode: 0o600 });
  return { certificate, key };
}
