import {
  type Clock,
  decorate,
  type IdSource,
  type Logger,
  type Plugin,
  type Storage,
  type Telemetry,
} from "@cordon/core";
import type { EgressHost } from "@cordon/egress";
import { type CircuitBreaker, createBulkhead, createCircuitBreaker } from "@cordon/resilience";
import type { WasmEngine } from "@cordon/wasm-engine";
import { createInvokeGrants } from "./capabilities/invoke-grant.ts";
import { readPluginDataUse } from "./capabilities/plugin-data.ts";
import { createSandboxMaker } from "./create-sandbox-maker.ts";
import { pluginError } from "./errors.ts";
import type { Invocation, Invoke } from "./invocation.ts";
import { PLUGIN_CEILING_DEFAULTS, type PluginCeilings } from "./manifest/plugin-limits.ts";
import type { PluginHost } from "./plugin-host.ts";
import { createPluginLogs } from "./plugin-logs.ts";
import type { AuditTrail } from "./ports/audit-trail.ts";
import type { EventSink } from "./ports/event-sink.ts";
import type { PluginArtifacts } from "./ports/plugin-artifacts.ts";
import type { SecretSource } from "./ports/secret-source.ts";
import { createPluginRegistry } from "./registry/create-plugin-registry.ts";
import { runInvocation, type RunOptions } from "./run-invocation.ts";
import { secureStack } from "./secure-stack.ts";
import type { TrustStore } from "./signing/trust-store.ts";
import { createUsageLedger } from "./usage-ledger.ts";

/** What a host is made of, and how strict it is. */
export interface PluginHostOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly storage: Storage;
  readonly artifacts: PluginArtifacts;
  readonly trust: TrustStore;
  readonly engine: WasmEngine;
  readonly egress: EgressHost;
  readonly secrets: SecretSource;
  readonly events: EventSink;
  readonly audit: AuditTrail;
  /** `prod` runs signed plugins in sandboxes only. `dev` warns of unsigned ones and runs those of its own process, too. */
  readonly profile: "dev" | "prod";
  /** Plugins of the host's own process, by the name that a manifest's entry gives. */
  readonly memoryPlugins?: Readonly<Record<string, Plugin>>;
  /** The most that any manifest gets. Default `PLUGIN_CEILING_DEFAULTS`. */
  readonly ceilings?: PluginCeilings;
  /** Default: one circuit for each plugin's operation, by the defaults of `createCircuitBreaker`. */
  readonly breaker?: CircuitBreaker;
  /** How many calls of one plugin may run, and wait. Default 32 and 256. */
  readonly maxRunning?: number;
  readonly maxWaiting?: number;
  /** Plugins that one scope may have installed. Default 100. */
  readonly maxPlugins?: number;
  /** How long an upgrade waits for calls under way. Default 10,000. */
  readonly drainMs?: number;
}

/** The defaults of `PluginHostOptions`. */
export const PLUGIN_HOST_DEFAULTS: {
  readonly maxRunning: number;
  readonly maxWaiting: number;
  readonly drainMs: number;
  readonly maxPlugins: number;
} = {
  maxRunning: 32,
  maxWaiting: 256,
  drainMs: 10_000,
  maxPlugins: 100,
};

/**
 * Makes a host of plugins.
 *
 * ```text
 * invoke -> secure stack -> slot of the plugin -> sandbox of its version -> output
 * install, grant, enable, upgrade -> registry -> storage, artifacts -> slot
 * ```
 */
export function createPluginHost(options: PluginHostOptions): PluginHost {
  const { clock, ids, logger, telemetry, storage, audit } = options;
  const { maxRunning, maxWaiting, drainMs, maxPlugins } = { ...PLUGIN_HOST_DEFAULTS, ...options };
  const logs = createPluginLogs({ clock, logger });
  const usage = createUsageLedger(storage);
  const grants = createInvokeGrants();
  const disposal = new AbortController();
  const runOptions: RunOptions = {
    clock,
    ids,
    telemetry,
    onUsage: ({ scope, pluginId }, used) => usage.add(scope, pluginId, used),
  };
  const registry = createPluginRegistry({
    ...options,
    drainMs,
    maxPlugins,
    requiresSignature: options.profile === "prod",
    allowsMemory: options.profile === "dev",
    ceilings: options.ceilings ?? PLUGIN_CEILING_DEFAULTS,
    makeSandbox: createSandboxMaker(options.engine, options.memoryPlugins ?? {}),
    loggerOf: logs.loggerOf,
    runOptions,
  });

  const runInSlot: Invoke = async (invocation, signal) => {
    const { grant, pluginId } = invocation;
    const slot = registry.slotOf(grant.scope, pluginId);
    return slot.use(
      ({ plugin }) => runInvocation(invocation, plugin, () => slot.running.authority, runOptions, signal),
      signal,
    );
  };
  const invoke = decorate(
    runInSlot,
    secureStack({
      clock,
      telemetry,
      audit,
      grants,
      breaker: options.breaker ?? createCircuitBreaker({ clock }),
      bulkhead: createBulkhead({ maxRunning, maxWaiting }),
      circuitOf: ({ grant: { scope }, pluginId, operation }: Invocation) =>
        registry.slotOf(scope, pluginId).circuitOf(operation),
      compartmentOf: ({ grant: { scope }, pluginId }: Invocation) => registry.slotOf(scope, pluginId).key,
      timeoutOf: ({ grant: { scope }, pluginId }: Invocation) =>
        registry.slotOf(scope, pluginId).running.plugin.limits.timeoutMs,
    }),
  );

  return {
    ...registry.operations,
    allowInvoke: grants.create,
    async invoke(request, signal) {
      if (disposal.signal.aborted)
        throw pluginError("plugin/not-active", { pluginId: request.pluginId, state: "disposed" });
      const callId = ids.next();
      const { output, version, usage: used } = await invoke({ ...request, callId }, signal);
      return { callId, version, output, usage: used };
    },
    async uninstall(target, signal) {
      await registry.operations.uninstall(target, signal);
      logs.forget(target.scope, target.pluginId);
      await usage.forget(target.scope, target.pluginId, signal);
    },
    logs: ({ scope, pluginId }, limit) => logs.recent(scope, pluginId, limit),
    async usage({ scope, pluginId }, signal) {
      await registry.operations.get({ scope, pluginId }, signal);
      const [used, kept] = await Promise.all([
        usage.read(scope, pluginId, signal),
        readPluginDataUse({ storage, scope, pluginId }, signal),
      ]);
      return { ...used, storage: kept };
    },
    audit: (query, signal) => audit.recent(query, signal),
    async flush(signal) {
      await Promise.all([usage.flush(signal), audit.flush()]);
    },
    async [Symbol.asyncDispose]() {
      if (disposal.signal.aborted) return;
      disposal.abort();
      await registry.dispose();
      await Promise.all([usage.flush(new AbortController().signal), audit.flush()]);
    },
  };
}
