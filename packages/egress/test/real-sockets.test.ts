import { spawn } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { text } from "node:stream/consumers";
import { createSystemClock } from "@cordon/core/system";
import { expect, onTestFinished, test, vi } from "vitest";
import { createNodeHttpConnector, createNodeResolver } from "../src/adapters/node/index.ts";
import { createEgress, type EgressHost } from "../src/index.ts";
import { makeCertificate } from "./_certificates.ts";
import { serveDns } from "./_dns-server.ts";
import { serveFixture } from "./_fixture-server.ts";
import { failureOf, never, ruleFor } from "./_recorded-egress.ts";

interface Canary {
  readonly port: number;
  readonly connections: () => number;
}

/** A server of the loopback interface that counts whoever connects, and says nothing. */
async function startCanary(): Promise<Canary> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  // Both families, so that a guest gets through by either if it gets through at all.
  await new Promise<void>((resolve) => server.listen(0, "::", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

async function realEgress(ca?: readonly string[]): Promise<EgressHost> {
  let flips = 0;
  const { server } = await serveDns((host) => {
    if (host === "public-and-loopback.test") return ["93.184.215.14", "127.0.0.1"];
    if (host === "six.test") return ["::1"];
    if (host !== "flip.test") return ["127.0.0.1"];
    flips += 1;
    return [flips === 1 ? "0.0.0.0" : "127.0.0.1"];
  });
  return createEgress({
    clock: createSystemClock(),
    resolver: createNodeResolver({ servers: [server] }),
    connector: createNodeHttpConnector(ca === undefined ? {} : { ca }),
  });
}

const HOSTS = [
  ["127.0.0.1", "127.0.0.1"],
  ["2130706433", "127.0.0.1"],
  ["0x7f000001", "127.0.0.1"],
  ["0177.0.0.1", "127.0.0.1"],
  ["127.1", "127.0.0.1"],
  ["127.0.0.1.", "127.0.0.1"],
  ["１２７.０.０.１", "127.0.0.1"],
  ["0", "0.0.0.0"],
  ["127.8.8.8", "127.8.8.8"],
  ["[::1]", "::1"],
  ["[::]", "::"],
  ["[::ffff:127.0.0.1]", "::ffff:7f00:1"],
  ["[::127.0.0.1]", "::7f00:1"],
  ["localhost", "localhost"],
  ["loopback.test", "loopback.test"],
  ["six.test", "six.test"],
  ["flip.test", "flip.test"],
  ["public-and-loopback.test", "public-and-loopback.test"],
  ["allowed.test@127.0.0.1", "127.0.0.1"],
  ["allowed.test\\@127.0.0.1", "127.0.0.1"],
] as const;

test.each(HOSTS)("no socket is opened to %s", async (written, host) => {
  const canary = await startCanary();
  const egress = (await realEgress()).grant({
    rules: [ruleFor(host, { allowHttp: true, ports: [canary.port] })],
    redirects: { max: 5 },
  });
  for (const scheme of ["http", "https"]) {
    const url = `${scheme}://${written}:${canary.port}/`;
    await expect(egress.send({ method: "GET", url }, never())).rejects.toMatchObject({
      code: expect.stringMatching(/^egress\/(invalid|address-refused|unresolved)$/),
    });
  }
  expect(canary.connections()).toBe(0);
});

test("the canary sings: with its network opened by a rule, the same request gets there", async () => {
  const canary = await startCanary();
  const rule = ruleFor("loopback.test", { allowHttp: true, ports: [canary.port], allowPrivate: ["127.0.0.0/8"] });
  const egress = (await realEgress()).grant({ rules: [rule] });
  const sent = egress.send({ method: "GET", url: `http://loopback.test:${canary.port}/` }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/unreachable" });
  expect(canary.connections()).toBe(1);
});

test("a redirect from an opened network to loopback that is not opened opens no socket", async () => {
  const canary = await startCanary();
  const server = createHttpServer((_request, response) => {
    response.writeHead(302, { location: `http://127.9.9.9:${canary.port}/` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const egress = (await realEgress()).grant({
    rules: [
      ruleFor("127.0.0.1", { allowHttp: true, ports: [port], allowPrivate: ["127.0.0.1/32"] }),
      ruleFor("127.9.9.9", { allowHttp: true, ports: [canary.port] }),
    ],
    redirects: { max: 5 },
  });
  const sent = egress.send({ method: "GET", url: `http://127.0.0.1:${port}/` }, never());
  await expect(sent).rejects.toMatchObject({ code: "egress/address-refused" });
  expect(canary.connections()).toBe(0);
});

test("a request over TLS goes through all of it, and its secret reaches the host and not the guest", async () => {
  const certificate = await makeCertificate("loopback.test");
  const { url, seen } = await serveFixture("loopback.test", certificate);
  const egress = (await realEgress([certificate.cert])).grant({
    rules: [ruleFor("loopback.test", { ports: [Number(url.port)], allowPrivate: ["127.0.0.0/8"] })],
    secrets: [{ name: "KEY", value: "correct-horse-battery", hosts: ["loopback.test"] }],
  });
  const headers = { "x-key": "{{secret:KEY}}" };
  const body = new TextEncoder().encode("hello");
  const answer = await egress.send({ method: "POST", url: `${url.href}echo`, headers, body }, never());
  expect([answer.status, new TextDecoder().decode(answer.body)]).toEqual([200, "hello"]);
  expect(seen[0]?.headers).toMatchObject({ "x-key": "correct-horse-battery", "accept-encoding": "identity" });
  expect(JSON.stringify(answer)).not.toContain("horse");
});

test.each([
  ["is for another name", ["other.test"], true],
  ["is not trusted", ["loopback.test"], false],
])("a certificate that %s is no answer, whatever the environment says", async (_what, names, isTrusted) => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  onTestFinished(() => void vi.unstubAllEnvs());
  const certificate = await makeCertificate(...names);
  const other = await makeCertificate("other.test");
  const { url, address, seen } = await serveFixture("loopback.test", certificate);
  const connector = createNodeHttpConnector({ ca: [isTrusted ? certificate.cert : other.cert] });
  const exchange = connector.exchange(
    { url: new URL("/echo", url), address, method: "GET", headers: {}, body: undefined, maxHeaderBytes: 4096 },
    never(),
  );
  await expect(exchange).rejects.toMatchObject({ code: "egress/unreachable" });
  expect(seen).toEqual([]);
});

test("a certificate for an address is good for that address", async () => {
  const certificate = await makeCertificate("127.0.0.1");
  const { url, address } = await serveFixture("127.0.0.1", certificate);
  const connector = createNodeHttpConnector({ ca: [certificate.cert] });
  const request = { url: new URL("/echo", url), address, method: "GET", headers: {}, body: undefined };
  expect((await connector.exchange({ ...request, maxHeaderBytes: 4096 }, never())).status).toBe(200);
});

test("what is no address is not looked up, and no socket is opened for it", async () => {
  const canary = await startCanary();
  const url = new URL(`http://loopback.test:${canary.port}/`);
  for (const address of ["localhost", "127.1", "loopback.test", ""]) {
    const request = { url, address, method: "GET", headers: {}, body: undefined, maxHeaderBytes: 4096 };
    await expect(createNodeHttpConnector().exchange(request, never())).rejects.toMatchObject({
      code: "egress/unreachable",
    });
  }
  expect(canary.connections()).toBe(0);
});

test("a connection that the platform makes to another address than the one given is not used", async () => {
  const { url, seen } = await serveFixture("loopback.test");
  // By this address one reaches the machine itself, under another.
  const request = { url, address: "0.0.0.0", method: "GET", headers: {}, body: undefined, maxHeaderBytes: 4096 };
  await expect(createNodeHttpConnector().exchange(request, never())).rejects.toMatchObject({
    code: "egress/unreachable",
  });
  expect(seen).toEqual([]);
});

test("a host of several certificates is told the name that the URL has, and no name for an address", async () => {
  const certificate = await makeCertificate("loopback.test", "127.0.0.1");
  const named: unknown[] = [];
  const server = createTlsServer(certificate, (socket) => {
    named.push(socket.servername);
    socket.on("error", () => {});
    socket.end("HTTP/1.1 204 No Content\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const connector = createNodeHttpConnector({ ca: [certificate.cert] });
  for (const name of ["loopback.test", "127.0.0.1"]) {
    const url = new URL(`https://${name}:${port}/`);
    const request = { url, address: "127.0.0.1", method: "GET", headers: {}, body: undefined, maxHeaderBytes: 4096 };
    expect((await connector.exchange(request, never())).status).toBe(204);
  }
  expect(named).toEqual(["loopback.test", false]);
});

test("an abort at any turn of an exchange ends it, and no error is left that nobody hears", async () => {
  const certificate = await makeCertificate("loopback.test");
  const connector = createNodeHttpConnector({ ca: [certificate.cert] });
  for (const { url, address } of [
    await serveFixture("loopback.test"),
    await serveFixture("loopback.test", certificate),
  ]) {
    for (let turns = 0; turns < 60; turns += 1) {
      const caller = new AbortController();
      const request = { url: new URL("/endless", url), address, method: "GET", headers: {}, body: undefined };
      const read = async (): Promise<void> => {
        const { body } = await connector.exchange({ ...request, maxHeaderBytes: 4096 }, caller.signal);
        for await (const chunk of body) if (chunk.length === 0) return;
      };
      const failure = failureOf(read());
      for (let turn = 0; turn < turns; turn += 1)
        await new Promise<void>((resolve) => void (turn % 2 === 0 ? setImmediate(resolve) : process.nextTick(resolve)));
      caller.abort();
      expect(await failure).toMatchObject({ code: "core/aborted" });
    }
  }
});

test("proxies of the environment have no part in a request", async () => {
  const proxy = await startCanary();
  const { url, seen } = await serveFixture("loopback.test");
  const script = `
    import { createNodeHttpConnector } from ${JSON.stringify(new URL("../src/adapters/node/index.ts", import.meta.url).href)};
    const url = new URL(${JSON.stringify(new URL("/echo", url).href)});
    const request = { url, address: "127.0.0.1", method: "GET", headers: {}, body: undefined, maxHeaderBytes: 4096 };
    const { status } = await createNodeHttpConnector().exchange(request, new AbortController().signal);
    console.log(status);
    process.exit(0);
  `;
  const proxyUrl = `http://127.0.0.1:${proxy.port}`;
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
  const env = { ...process.env, NODE_USE_ENV_PROXY: "1", ...Object.fromEntries(names.map((name) => [name, proxyUrl])) };
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script], { env });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  expect(await output).toEqual(["200\n", ""]);
  expect(seen).toHaveLength(1);
  expect(proxy.connections()).toBe(0);
});
