import { describe } from "vitest";
import { authenticatorCases, loggerCases, telemetryCases, tlsProviderCases } from "../src/conformance/index.ts";
import {
  createMemoryAuthenticator,
  createMemoryLogger,
  createNoopTelemetry,
  createStaticTlsProvider,
  type TlsMaterial,
} from "../src/index.ts";
import { createSeededRandom } from "../src/testing/index.ts";
import { observedMemoryTelemetry } from "./_observed-telemetry.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

describe("memory authenticator", () => {
  const value = "a-token-of-some-length-0123456789";
  runSuite(authenticatorCases, async () => ({
    authenticator: createMemoryAuthenticator({ tokens: { other: "bob", [value]: "ada" } }),
    accepted: { scheme: "Bearer", value },
    principalId: "ada",
  }));
});

describe("memory logger", () => {
  runSuite(loggerCases, async () => {
    const logger = createMemoryLogger();
    return { logger, written: () => logger.records.map((record) => JSON.stringify(record)) };
  });
});

describe("memory telemetry", () => {
  runSuite(telemetryCases, async () => observedMemoryTelemetry(), { abilities: ["observes"] });
});

describe("noop telemetry", () => {
  runSuite(telemetryCases, async () => ({ telemetry: createNoopTelemetry({ random: createSeededRandom(1) }) }));
});

describe("static TLS provider", () => {
  // Not real PEM: what is under test is what the provider makes of the answer, not the cryptography that it is given.
  const material: TlsMaterial = { certificateChainPem: "certificate", privateKeyPem: "MII-the-key-of-the-certificate" };
  runSuite(
    tlsProviderCases,
    async () => ({
      material,
      good: createStaticTlsProvider({ material, fits: () => true }),
      mismatched: createStaticTlsProvider({ material, fits: () => false }),
      // A check that throws what it saw must not be heard.
      unreadable: createStaticTlsProvider({
        material,
        fits: ({ privateKeyPem }) => {
          throw new Error(privateKeyPem);
        },
      }),
      off: createStaticTlsProvider({ material: undefined }),
      [Symbol.asyncDispose]: async () => undefined,
    }),
    { abilities: ["reads", "off"] },
  );
});
