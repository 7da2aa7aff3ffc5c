import { writeFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import "reflect-metadata";
import { X509CertificateGenerator } from "@peculiar/x509";
import { describe, expect, inject, test } from "vitest";
import { startServerProcess, temporaryFolder } from "./_server-process.ts";
import { startApi, TOKEN } from "./_api.ts";

const postgresUrl = inject("postgresUrl");

describe.skipIf(postgresUrl === "")("on PostgreSQL", () => {
  test("two servers share their projects, and of renames through both exactly one wins", async () => {
    const [one, two] = [
      await startApi({ CORDON_DATABASE_URL: postgresUrl }),
      await startApi({ CORDON_DATABASE_URL: postgresUrl }),
    ];
    const { body } = await one.call({ body: { name: "Shared" }, headers: { "idempotency-key": crypto.randomUUID() } });
    const path = `/v1/projects/${body["id"] as string}`;
    expect(await two.call({ path })).toMatchObject({ status: 200, body: { name: "Shared" } });
    const renames = await Promise.all(
      [one, two, one, two].map((api, at) =>
        api.call({ method: "PATCH", path, body: { expectedRevision: 1, name: `Name ${at}` } }),
      ),
    );
    expect(renames.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  });
});

test("a database that is not there makes the server not ready, and its answers problems", async () => {
  const { call } = await startApi({ CORDON_DATABASE_URL: "postgres://nobody:hunter2@127.0.0.1:1/none" });
  const ready = await call({ path: "/health/ready", token: "" });
  expect(ready).toMatchObject({ status: 503, body: { code: "storage/unavailable", retryable: true } });
  expect(JSON.stringify(ready.body)).not.toMatch(/hunter2|127\.0\.0\.1/);
  expect(await call({ path: "/health/live", token: "" })).toMatchObject({ status: 200 });
});

describe("TLS", () => {
  test("prod with a certificate serves HTTPS, and says that it always will", async () => {
    await using folder = await temporaryFolder();
    const files = await writeCertificate(folder.path);
    const { url } = await startApi({
      ...files,
      CORDON_PROFILE: "prod",
      CORDON_TOKEN: "",
      CORDON_API_TOKENS: `ci=${"ab".repeat(32)}`,
    });
    expect(url).toMatch(/^https:/);
    const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      get(`${url}/health/live`, { rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.headers);
      }).on("error", reject);
    });
    expect(headers["strict-transport-security"]).toMatch(/^max-age=/);
  });

  test("a key that cannot be read keeps the server from starting, and the message names neither key nor token", async () => {
    await using folder = await temporaryFolder();
    const files = {
      CORDON_TLS_CERT_FILE: join(folder.path, "none.pem"),
      CORDON_TLS_KEY_FILE: join(folder.path, "none.key"),
    };
    const server = await startServerProcess({
      ...files,
      CORDON_PORT: "0",
      CORDON_TOKEN: TOKEN,
      CORDON_DATA_DIR: folder.path,
    });
    expect(await server.ended).toBe(1);
    expect(server.output()).toContain("TLS key or certificate could not be loaded");
    expect(server.output()).not.toContain(TOKEN);
  });
});

async function writeCertificate(folder: string): Promise<Readonly<Record<string, string>>> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  writeFileSync(certFile, certificate.toString("pem"));
  writeFileSync(
    keyFile,
    `-----BEGIN PRIVATE KEY-----\n${key.replaceAll(/.{64}/g, "$&\n")}\n-----END PRIVATE KEY-----\n`,
    { mode: 0o600 },
  );
  return { CORDON_TLS_CERT_FILE: certFile, CORDON_TLS_KEY_FILE: keyFile };
}
