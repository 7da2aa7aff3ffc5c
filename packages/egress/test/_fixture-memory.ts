import { egressError } from "../src/errors.ts";
import type { HttpConnectorFixture, SeenRequest } from "../src/conformance/index.ts";
import { createMemoryHttpConnector, type MemoryAnswer } from "../src/index.ts";

const NOWHERE = "192.0.2.99";

/** The host of the connector suite, as a function. */
export function createMemoryFixture(): HttpConnectorFixture {
  const seen: SeenRequest[] = [];
  const gone = new Map<string, PromiseWithResolvers<void>>();
  const goneOf = (path: string): PromiseWithResolvers<void> => {
    const known = gone.get(path) ?? Promise.withResolvers<void>();
    gone.set(path, known);
    return known;
  };
  const connector = createMemoryHttpConnector(async ({ url, address, method, headers, body }, signal) => {
    if (address === NOWHERE) throw egressError("egress/unreachable", { reason: "ECONNREFUSED" });
    const path = `${url.pathname}${url.search}`;
    signal.addEventListener("abort", () => goneOf(path).resolve(), { once: true });
    seen.push({ method, path, headers: { ...headers, host: url.host }, body: body ?? new Uint8Array() });
    return answerOf(url.pathname, body);
  });
  return {
    connector,
    url: new URL("https://host.test/"),
    address: "192.0.2.1",
    seen,
    ended: (path) => goneOf(path).promise,
    nowhere: { url: new URL("https://nowhere.test/"), address: NOWHERE },
  };
}

function answerOf(path: string, body: Uint8Array | undefined): MemoryAnswer | Promise<MemoryAnswer> {
  const status = /^\/status\/(\d+)$/.exec(path)?.[1];
  if (status !== undefined) return { status: Number(status) };
  if (path === "/redirect") return { status: 302, headers: { location: "/echo" } };
  if (path === "/packed") return { status: 200, headers: { "content-encoding": "gzip" }, body: Uint8Array.of(1, 2, 3) };
  if (path === "/large") return { status: 200, headers: { "x-large": "x".repeat(8192) } };
  if (path === "/silent") return new Promise(() => {});
  if (path === "/endless") return { status: 200, body: endless() };
  return { status: 200, headers: { "X-One": "a", "X-Two": ["b", "c"] }, body: body ?? "" };
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1024).fill(120);
}
