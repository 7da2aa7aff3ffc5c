import { describe } from "vitest";
import { createNodeHttpConnector, createNodeResolver } from "../src/adapters/node/index.ts";
import { httpConnectorCases, resolverCases } from "../src/conformance/index.ts";
import { createMemoryResolver } from "../src/index.ts";
import { makeCertificate } from "./_certificates.ts";
import { serveDns } from "./_dns-server.ts";
import { createMemoryFixture } from "./_fixture-memory.ts";
import { serveFixture } from "./_fixture-server.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const RECORDS: Readonly<Record<string, readonly string[]>> = {
  "both.test": ["192.0.2.1", "192.0.2.2", "2001:db8::1"],
  "four.test": ["192.0.2.4"],
  "six.test": ["2001:db8::6"],
};

function movingRecords(): (host: string) => readonly string[] | undefined {
  let last = 9;
  return (host) => {
    if (host === "silent.test") return undefined;
    if (host !== "moving.test") return Object.hasOwn(RECORDS, host) ? RECORDS[host] : [];
    last += 1;
    return [`192.0.2.${last}`];
  };
}

describe("memory resolver", () => {
  runSuite(
    resolverCases,
    async () => {
      const records = movingRecords();
      let asked = 0;
      const resolver = createMemoryResolver((host) => {
        asked += 1;
        return records(host) ?? new Promise(() => {});
      });
      return { resolver, asked: () => asked };
    },
    { abilities: ["waits"] },
  );
});

describe("node resolver", () => {
  runSuite(
    resolverCases,
    async () => {
      const { server, asked } = await serveDns(movingRecords());
      return { resolver: createNodeResolver({ servers: [server], timeoutMs: 20_000 }), asked };
    },
    { abilities: ["waits"] },
  );
});

describe("memory connector", () => {
  runSuite(httpConnectorCases, async () => createMemoryFixture(), { abilities: [] });
});

describe("node connector over http", () => {
  runSuite(
    httpConnectorCases,
    async () => ({ ...(await serveFixture("host.test")), connector: createNodeHttpConnector() }),
    { abilities: ["wire"] },
  );
});

describe("node connector over https", async () => {
  const certificate = await makeCertificate("host.test");
  runSuite(
    httpConnectorCases,
    async () => ({
      ...(await serveFixture("host.test", certificate)),
      connector: createNodeHttpConnector({ ca: [certificate.cert] }),
    }),
    { abilities: ["wire"] },
  );
});
