import { createMemoryLogger, createMemoryStorage, createNoopTelemetry, type JsonObject } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { createEgress, createMemoryHttpConnector, createMemoryResolver } from "@cordon/egress";
import {
  createMemoryArtifacts,
  createMemoryAuditTrail,
  createMemoryEventSink,
  createMemorySecretSource,
  createPluginHost,
  createTrustStore,
  digestOf,
  type PluginHost,
  type PluginHostOptions,
} from "@cordon/plugin-runtime";
import type { WasmEngine } from "@cordon/wasm-engine";

const NEVER = new AbortController().signal;

/** A host that keeps all in memory, on an engine of the caller's. */
export function memoryHost(engine: WasmEngine, options: Partial<PluginHostOptions> = {}): PluginHost {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const storage = createMemoryStorage();
  const connector = createMemoryHttpConnector(() => ({ status: 204 }));
  return createPluginHost({
    clock,
    storage,
    engine,
    ids: createTimeOrderedIds({ clock, random }),
    logger: createMemoryLogger(),
    telemetry: createNoopTelemetry({ random }),
    artifacts: createMemoryArtifacts(),
    trust: createTrustStore({ storage, clock }),
    egress: createEgress({ clock, resolver: createMemoryResolver({}), connector }),
    secrets: createMemorySecretSource(),
    events: createMemoryEventSink(),
    audit: createMemoryAuditTrail(),
    profile: "dev",
    ...options,
  });
}

/** What is run, and what its manifest says besides. */
export interface BenchPlugin {
  readonly id: string;
  readonly kind: "wasm" | "javascript";
  readonly code: Uint8Array;
  readonly operations: JsonObject;
  readonly limits?: JsonObject;
}

/** Installs and enables a plugin. Throws where it does not become active. */
export async function startPlugin(
  host: PluginHost,
  { id, kind, code, operations, limits = {} }: BenchPlugin,
): Promise<void> {
  const target = { scope: "p1", pluginId: id, principalId: "ada" };
  const entry = { kind, file: "plugin", digest: digestOf(code) };
  const manifest = { manifestVersion: 1, id, version: "1.0.0", apiVersion: "^1.0", entry, operations, limits };
  await host.install({ ...target, manifest, code }, NEVER);
  const { failure } = await host.enable(target, NEVER);
  if (failure !== undefined) throw new Error(`The plugin ${id} is not active: ${failure.message}`);
}
