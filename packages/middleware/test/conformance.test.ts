import { authenticatorCases, loggerCases, telemetryCases, tlsProviderCases } from "@cordon/core/conformance";
import { createSystemClock } from "@cordon/core/system";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import { createNoopMeter, trace } from "@opentelemetry/api";
import { describe } from "vitest";
import { createOpenTelemetryTelemetry } from "../src/adapters/opentelemetry/index.ts";
import {
  createFileTlsProvider,
  createJsonLogger,
  createTokenAuthenticator,
  digestToken,
  generateToken,
} from "../src/index.ts";
import { makeMaterial } from "./_certificates.ts";
import { observedOpenTelemetry } from "./_observed-opentelemetry.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";
import { createTlsFiles } from "./_tls-files.ts";

describe("token authenticator", () => {
  runSuite(authenticatorCases, async () => {
    const value = generateToken(createSeededRandom(1));
    const tokens = [
      { principalId: "bob", sha256Hex: digestToken("another") },
      { principalId: "ada", sha256Hex: digestToken(value) },
    ];
    return {
      authenticator: createTokenAuthenticator({ tokens }),
      accepted: { scheme: "Bearer", value },
      principalId: "ada",
    };
  });
});

describe("JSON logger", () => {
  runSuite(
    loggerCases,
    async () => {
      const lines: string[] = [];
      let broken = false;
      const write = (line: string): void => {
        if (broken) throw new Error("ENOSPC");
        lines.push(line);
      };
      return {
        logger: createJsonLogger({ write, clock: createManualClock(), minLevel: "debug" }),
        written: () => lines,
        breakOutput: () => void (broken = true),
        mendOutput: () => void (broken = false),
      };
    },
    { abilities: ["breaks"] },
  );
});

describe("OpenTelemetry with an SDK", () => {
  runSuite(telemetryCases, async () => observedOpenTelemetry(), { abilities: ["observes"] });
});

describe("OpenTelemetry without an SDK", () => {
  runSuite(telemetryCases, async () => ({
    telemetry: createOpenTelemetryTelemetry({
      tracer: trace.getTracer("test"),
      meter: createNoopMeter(),
      random: createSeededRandom(1),
    }),
  }));
});

describe("file TLS provider", () => {
  const clock = createSystemClock();
  runSuite(
    tlsProviderCases,
    async () => {
      const material = {
        ...(await makeMaterial()),
        clientCaPem: (await makeMaterial({ authority: true })).certificateChainPem,
      };
      const files = await createTlsFiles(material);
      const other = await createTlsFiles(await makeMaterial());
      const { certificateChainFile, privateKeyFile, clientCaFile, missingFile } = files;
      return {
        material,
        good: createFileTlsProvider({ certificateChainFile, privateKeyFile, clientCaFile, clock }),
        mismatched: createFileTlsProvider({ certificateChainFile: other.certificateChainFile, privateKeyFile, clock }),
        unreadable: createFileTlsProvider({ certificateChainFile, privateKeyFile: missingFile, clock }),
        renew: async () => {
          const renewed = { ...(await makeMaterial()), clientCaPem: material.clientCaPem };
          await files.write(renewed);
          return renewed;
        },
        [Symbol.asyncDispose]: async () => {
          await files[Symbol.asyncDispose]();
          await other[Symbol.asyncDispose]();
        },
      };
    },
    { abilities: ["reads", "renews"] },
  );
});
