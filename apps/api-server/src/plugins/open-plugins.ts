import { join } from "node:path";
import type { Clock, IdSource, Logger, Plugin, Storage, Telemetry } from "@cordon/core";
import { createEgress } from "@cordon/egress";
import { createNodeHttpConnector, createNodeResolver } from "@cordon/egress/node";
import {
  createMemorySecretSource,
  createPluginHost,
  createStorageAuditTrail,
  createTrustStore,
  type EventSink,
  type ManagedTrustStore,
  openPluginBreaker,
  type PluginHost,
  type SecretSource,
} from "@cordon/plugin-runtime";
import { createFileArtifacts } from "@cordon/plugin-runtime/file";
import { type CircuitBreaker, createCircuitBreaker } from "@cordon/resilience";
import type { WasmEngine } from "@cordon/wasm-engine";
import type { Config } from "../config.ts";
import { serverError } from "../errors.ts";
import { openWasmEngine } from "../open-wasm-engine.ts";
import { repeatEvery } from "../repeat-every.ts";
import { openFileSecretSource } from "./file-secret-source.ts";
import { createPluginFolders, type PluginFolders } from "./plugin-folders.ts";
import { startPlugins } from "./start-plugins.ts";

/** What plugins are run with. */
export interface OpenPluginsOptions {
  readonly config: Pick<Config, "dataDir" | "plugins" | "profile">;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  /** Where what they tell goes. */
  readonly events: EventSink;
  /** Plugins of the server's own process, by the name that a manifest's entry gives. */
  readonly memoryPlugins: Readonly<Record<string, Plugin>>;
  /** What runs them, and is whoever's who opened it. Default: one of their own. */
  readonly engine?: WasmEngine;
}

/** The part of a server that runs plugins. */
export interface PluginParts {
  readonly host: PluginHost;
  readonly keys: ManagedTrustStore;
  readonly folders: PluginFolders;
  /** Whether the plugins that are wanted have been activated, or have failed to be. */
  readonly isStarted: () => boolean;
}

/** The same, until it is disposed: then calls end, and what was counted is kept. */
export interface OpenPlugins extends PluginParts, AsyncDisposable {}

const FLUSH_EVERY_MS = 10_000;

/**
 * Composes what runs plugins, and starts those that are wanted:
 *
 *   data folder (code, rewritten modules), storage (records, keys, audit, usage), environment (secrets, folder) -> host
 *
 * Rejects where the file of secrets cannot be used. Storage that does not answer only delays the start.
 */
export async function openPlugins(options: OpenPluginsOptions): Promise<OpenPlugins> {
  const { config, storage, clock, ids, logger, telemetry, memoryPlugins } = options;
  const { dataDir, profile } = config;
  await using opening = new AsyncDisposableStack();
  const secrets = await openSecrets(options);
  const engine = options.engine ?? opening.use(openWasmEngine({ dataDir, clock }));
  const keys = createTrustStore({ storage, clock });
  const egress = createEgress({
    clock,
    resolver: createNodeResolver(),
    connector: createNodeHttpConnector(),
    onEvent: (event) => logger.log("debug", "egress", { ...event }),
  });
  const host = opening.use(
    createPluginHost({
      clock,
      ids,
      logger,
      telemetry,
      storage,
      engine,
      egress,
      secrets,
      memoryPlugins,
      trust: keys,
      artifacts: createFileArtifacts({ dir: join(dataDir, "plugins") }),
      events: options.events,
      audit: createStorageAuditTrail({ storage, ids, logger }),
      breaker: await openBreaker(options),
      profile: profile.plugins === "signed" ? "prod" : "dev",
    }),
  );
  opening.use(keepUsage(host, clock, logger));
  const start = opening.use(startPlugins(host, clock, logger));
  await start.tried;
  const opened = opening.move();
  return {
    host,
    keys,
    folders: createPluginFolders(config.plugins.dir),
    isStarted: start.isDone,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function openSecrets({ config, logger }: OpenPluginsOptions): Promise<SecretSource> {
  const file = config.plugins.secretsFile;
  if (file === undefined) return createMemorySecretSource();
  try {
    return await openFileSecretSource({ file, logger });
  } catch (error) {
    const problems = [`CORDON_PLUGIN_SECRETS_FILE names a file that ${(error as Error).message}.`];
    throw serverError("server/bad-config", { problems }, { cause: error });
  }
}

async function openBreaker({ config, storage, clock, logger }: OpenPluginsOptions): Promise<CircuitBreaker> {
  const { breaker } = config.profile;
  try {
    return await openPluginBreaker({ ...breaker, storage, clock, logger }, new AbortController().signal);
  } catch (error) {
    // A circuit that was open is found out by its next calls.
    logger.log("warn", "open circuits could not be read, so all are closed, and none is kept", { error });
    return createCircuitBreaker({ ...breaker, clock });
  }
}

function keepUsage(host: PluginHost, clock: Clock, logger: Logger): AsyncDisposable {
  return repeatEvery(FLUSH_EVERY_MS, clock, async (signal) => {
    try {
      await host.flush(signal);
    } catch (error) {
      // What was counted stays counted, for the next time.
      if (!signal.aborted) logger.log("warn", "the usage of plugins could not be kept", { error });
    }
  });
}
