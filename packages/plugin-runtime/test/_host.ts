import {
  createMemoryLogger,
  createMemoryStorage,
  createMemoryTelemetry,
  type JsonValue,
  type LogRecord,
  type Plugin,
  type Storage,
} from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { createEgress, createMemoryHttpConnector, createMemoryResolver, type MemoryHandler } from "@cordon/egress";
import { createWasmEngine } from "@cordon/wasm-engine";
import { onTestFinished } from "vitest";
import {
  createMemoryArtifacts,
  createMemoryAuditTrail,
  createMemoryEventSink,
  createMemorySecretSource,
  createPluginHost,
  createTrustStore,
  type InvokeResult,
  type PluginHostOptions,
  type PluginManifest,
} from "../src/index.ts";
import { fixtureManifest, fixturePlugin } from "./_fixture-plugin.ts";

export const never = (): AbortSignal => new AbortController().signal;
export const target = { scope: "p1", pluginId: "acme.fixture", principalId: "ada" };

/** A host on memory twins, with the fixture in versions 1.0.0 to 1.2.0. */
export function hostFixture(options: Partial<PluginHostOptions> & { readonly answer?: MemoryHandler } = {}) {
  const clock = createSystemClock();
  const storage: Storage = options.storage ?? createMemoryStorage();
  const logger = createMemoryLogger();
  const audit = createMemoryAuditTrail();
  const events = createMemoryEventSink();
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(1) });
  const trust = createTrustStore({ storage, clock });
  const connector = createMemoryHttpConnector(options.answer ?? (() => ({ status: 204 })));
  const versions = ["1.0.0", "1.1.0", "1.2.0"];
  const memoryPlugins: Record<string, Plugin> = Object.fromEntries(
    versions.map((version) => [`fixture-${version}`, fixturePlugin(version)]),
  );
  const host = createPluginHost({
    clock,
    ids: createSequentialIds(),
    logger,
    telemetry,
    storage,
    artifacts: createMemoryArtifacts(),
    trust,
    engine: createWasmEngine({ clock }),
    egress: createEgress({
      clock,
      resolver: createMemoryResolver({ "api.example.com": ["93.184.216.34"], "other.example.com": ["93.184.216.35"] }),
      connector,
    }),
    secrets: createMemorySecretSource({ p1: { API_KEY: "s3cr3t-value-of-p1" } }),
    events,
    audit,
    profile: "dev",
    memoryPlugins,
    ...options,
  });
  onTestFinished(() => host[Symbol.asyncDispose]());
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  const invoke = (operation: string, input: JsonValue = null, signal = never()): Promise<InvokeResult> =>
    host.invoke({ grant, pluginId: target.pluginId, operation, input }, signal);
  const logs = (): readonly LogRecord[] => logger.records;
  return { host, storage, audit, events, telemetry, trust, grant, invoke, logs };
}

/** The same with the fixture installed and active. */
export async function activeFixture({
  manifest: given = fixtureManifest(),
  ...options
}: Parameters<typeof hostFixture>[0] & { readonly manifest?: PluginManifest } = {}) {
  const fixture = hostFixture(options);
  const manifest = given as unknown as JsonValue;
  await fixture.host.install({ scope: "p1", principalId: "ada", manifest }, never());
  await fixture.host.enable(target, never());
  return fixture;
}
