import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLogger, createMemoryStorage } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createSequentialIds } from "@cordon/core/testing";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe } from "vitest";
import { createFileArtifacts } from "../src/adapters/file/index.ts";
import {
  auditTrailCases,
  eventSinkCases,
  pluginArtifactsCases,
  sandboxCases,
  SECRET_FIXTURE,
  secretSourceCases,
} from "../src/conformance/index.ts";
import {
  createJavaScriptSandbox,
  createMemoryArtifacts,
  createMemoryAuditTrail,
  createMemoryEventSink,
  createMemorySecretSource,
  createMemorySandbox,
  createStorageAuditTrail,
  createWasmSandbox,
} from "../src/index.ts";
import { resolvePluginLimits } from "../src/manifest/plugin-limits.ts";
import { FIXTURE_SOURCE, fixtureModule, fixtureOfSuite } from "./_fixture-guests.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";

const engine = createWasmEngine({ clock: createSystemClock(), cache: createMemoryModuleCache() });
afterAll(() => engine[Symbol.asyncDispose]());
const limits = resolvePluginLimits({ limits: { fuel: 2_000_000 } });

describe("memory sandbox", () => {
  runSuite(sandboxCases, async () => ({ sandbox: createMemorySandbox(fixtureOfSuite()) }), { abilities: [] });
});

describe("WASM sandbox", () => {
  const operations = [...fixtureOfSuite().metadata.operations, "spin", "fill"];
  runSuite(
    sandboxCases,
    async () => {
      const module = await fixtureModule();
      return {
        sandbox: await createWasmSandbox({ engine, pluginId: "acme.suite", module, operations, asked: {}, limits }),
      };
    },
    { abilities: ["isolated"] },
  );
});

describe("JavaScript sandbox", () => {
  runSuite(
    sandboxCases,
    async () => createJavaScriptSandbox({ engine, pluginId: "acme.suite", source: FIXTURE_SOURCE, limits }),
    { abilities: ["isolated"] },
  );
});

describe("memory artifacts", () => {
  runSuite(pluginArtifactsCases, async () => createMemoryArtifacts(), { abilities: [] });
});

describe("file artifacts", () => {
  runSuite(
    pluginArtifactsCases,
    async () => createFileArtifacts({ dir: join(await mkdtemp(join(tmpdir(), "cordon-artifacts-")), "new") }),
    { abilities: [] },
  );
});

describe("memory audit trail", () => {
  runSuite(auditTrailCases, async () => createMemoryAuditTrail(), { abilities: [] });
});

describe("storage audit trail", () => {
  runSuite(
    auditTrailCases,
    async () =>
      createStorageAuditTrail({
        storage: createMemoryStorage(),
        ids: createSequentialIds(),
        logger: createMemoryLogger(),
      }),
    { abilities: [] },
  );
});

describe("memory event sink", () => {
  runSuite(
    eventSinkCases,
    async () => {
      const sink = createMemoryEventSink();
      return { sink, received: async () => sink.events() };
    },
    { abilities: [] },
  );
});

describe("memory secret source", () => {
  runSuite(secretSourceCases, async () => createMemorySecretSource(SECRET_FIXTURE), { abilities: [] });
});
