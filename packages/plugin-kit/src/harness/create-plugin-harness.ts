import {
  AppError,
  type Clock,
  createMemoryLogger,
  createMemoryStorage,
  createNoopTelemetry,
  type IdSource,
  type JsonObject,
  type JsonValue,
  type Random,
} from "@cordon/core";
import {
  createMemoryArtifacts,
  createMemoryEventSink,
  createMemorySecretSource,
  createPluginHost,
  createTrustStore,
  parseManifest,
  type PluginHost,
  type PluginLogRecord,
  type PluginManifest,
  type PluginUsage,
  type SandboxUsage,
} from "@cordon/plugin-runtime";
import { createCircuitBreaker } from "@cordon/resilience";
import { createWasmEngine, type WasmEngine } from "@cordon/wasm-engine";
import { kitError } from "../errors.ts";
import type { PluginFiles } from "../folder/plugin-files.ts";
import { askedGrant, type Deniable } from "./asked-grant.ts";
import type { HarnessCall, HarnessOutcome } from "./harness-call.ts";
import { createMemoryNetwork } from "./memory-network.ts";
import { createRecordedAudit } from "./recorded-audit.ts";

/** What a harness takes from its process. */
export interface HarnessPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** To share, where there is more than one harness, and then the caller's to dispose. Default: one for each. */
  readonly engine?: WasmEngine;
}

/** Which plugin to call, and with how much of what it asks for. */
export interface HarnessOptions extends HarnessPorts {
  readonly files: PluginFiles;
  /** Default: nothing, so that it has all that it asks for. */
  readonly deny?: readonly Deniable[];
}

/** A plugin in a host of its own, ready to be called. */
export interface PluginHarness extends AsyncDisposable {
  readonly manifest: PluginManifest;
  /** Resolves however the call ends. */
  readonly call: (operation: string, input: JsonValue, signal: AbortSignal) => Promise<HarnessCall>;
}

const SCOPE = "harness";
const AUTHOR = "author";
const MAX_LOGS = 200;

/**
 * Installs a plugin in a host that is all in memory but for the sandbox, which is the real one, and enables it. Rejects with what such a host
 * rejects with. Two harnesses of the same plugin are alike to the last byte: ids count up, and `random` makes nothing that a plugin sees.
 */
export async function createPluginHarness(options: HarnessOptions): Promise<PluginHarness> {
  const { files, clock, random } = options;
  const manifest = unsigned(files.manifest);
  const audit = createRecordedAudit();
  const storage = createMemoryStorage();
  const engine = options.engine ?? createWasmEngine({ clock });
  const host = createPluginHost({
    clock,
    storage,
    audit,
    engine,
    ids: createCountingIds(),
    logger: createMemoryLogger(),
    telemetry: createNoopTelemetry({ random }),
    artifacts: createMemoryArtifacts(),
    trust: createTrustStore({ storage, clock }),
    egress: createMemoryNetwork(clock, files.http),
    secrets: createMemorySecretSource({ [SCOPE]: secretsOf(manifest) }),
    events: createMemoryEventSink(),
    profile: "dev",
    // A plugin that fails again and again is what a harness is for.
    breaker: createCircuitBreaker({ clock, minimumCalls: 1_000_000 }),
  });
  const dispose = async (): Promise<void> => {
    await host[Symbol.asyncDispose]();
    if (options.engine === undefined) await engine[Symbol.asyncDispose]();
  };
  try {
    await activate(host, manifest, options);
  } catch (error) {
    await dispose();
    throw error;
  }
  const target = { scope: SCOPE, pluginId: manifest.id };
  const grant = host.allowInvoke({ scope: SCOPE, principalId: AUTHOR });
  audit.takeUses();
  return {
    manifest,
    async call(operation, input, signal) {
      const [lastLog] = host.logs(target, 1);
      const before = await host.usage(target, signal);
      const { outcome, usage } = await settle(() =>
        host.invoke({ grant, pluginId: manifest.id, operation, input }, signal),
      );
      const after = await host.usage(target, signal);
      return {
        outcome,
        usage: usage ?? difference(before, after),
        hostUses: audit.takeUses(),
        logs: since(lastLog, host.logs(target, MAX_LOGS)),
      };
    },
    [Symbol.asyncDispose]: dispose,
  };
}

// Whose signature it has is for hosts that trust somebody. This one trusts nobody, and runs what its author has just built.
function unsigned(text: string): PluginManifest {
  const { signature: _signature, ...manifest } = parseManifest(text);
  return manifest;
}

async function activate(host: PluginHost, manifest: PluginManifest, { files, deny }: HarnessOptions): Promise<void> {
  const target = { scope: SCOPE, principalId: AUTHOR, pluginId: manifest.id };
  const signal = new AbortController().signal;
  if (manifest.capabilities?.config !== undefined && files.config === undefined) {
    const problem = "The manifest has a schema of a configuration. Write one to config.json.";
    throw kitError("kit/not-loaded", { code: "plugin/not-configured", problem });
  }
  await host.install({ ...target, manifest: manifest as unknown as JsonObject, code: files.code }, signal);
  await host.grant(target, askedGrant(manifest, files.config, deny), signal);
  const { failure } = await host.enable(target, signal);
  if (failure !== undefined) throw kitError("kit/not-loaded", { code: failure.code, problem: failure.message });
}

async function settle(
  call: () => ReturnType<PluginHost["invoke"]>,
): Promise<{ readonly outcome: HarnessOutcome; readonly usage?: SandboxUsage }> {
  try {
    const { output, usage } = await call();
    return { outcome: { kind: "output", output }, usage };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return { outcome: { kind: "error", code: error.code, message: error.message } };
  }
}

// Of a call that rejects, the ledger alone knows what it used; of its memory, how much the largest call until now had.
function difference(before: PluginUsage, after: PluginUsage): SandboxUsage {
  const { fuelUsed, wallMs, peakMemoryBytes } = after;
  return { fuelUsed: fuelUsed - before.fuelUsed, wallMs: wallMs - before.wallMs, peakMemoryBytes };
}

function since(last: PluginLogRecord | undefined, newestFirst: readonly PluginLogRecord[]): readonly PluginLogRecord[] {
  const end = last === undefined ? -1 : newestFirst.indexOf(last);
  return newestFirst.slice(0, end === -1 ? newestFirst.length : end).toReversed();
}

// Any value does, as long as no request can hold it by chance.
function secretsOf({ capabilities }: PluginManifest): Readonly<Record<string, string>> {
  const names = capabilities?.secrets?.map(({ name }) => name) ?? [];
  return Object.fromEntries(names.map((name) => [name, `harness-value-of-${name}`]));
}

function createCountingIds(): IdSource {
  let made = 0;
  return {
    next() {
      made += 1;
      return made.toString(36).padStart(26, "0");
    },
  };
}
