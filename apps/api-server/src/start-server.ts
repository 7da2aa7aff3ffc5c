import type { AddressInfo } from "node:net";
import { type Clock, createNoopTelemetry, type Logger, type Plugin, type Storage, sweepCreations } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import type { Module } from "@cordon/kernel";
import { createJsonLogger, createTokenAuthenticator } from "@cordon/middleware";
import { createPostgresStorage } from "@cordon/storage/postgres";
import { createSqliteStorage } from "@cordon/storage/sqlite";
import { closeGracefully } from "@cordon/transport/http";
import { createApp } from "./app.ts";
import type { DatabaseConfig } from "./config.ts";
import type { Env } from "./env-reader.ts";
import { loadTls, loadTokens } from "./load-secrets.ts";
import { createEventBusSink } from "./messaging/event-bus-sink.ts";
import { openMessaging } from "./messaging/open-messaging.ts";
import { openModules } from "./modules/open-modules.ts";
import { openWasmEngine } from "./open-wasm-engine.ts";
import { openPlugins } from "./plugins/open-plugins.ts";
import { readConfig } from "./read-config.ts";
import { createHttpServer } from "./router/create-http-server.ts";
import { repeatEvery } from "./repeat-every.ts";
import { STREAM_LIMITS, type StreamLimits } from "./streams/stream-limits.ts";
import { welcome } from "./welcome.ts";

/** What a server takes from its process. */
export interface StartOptions {
  readonly env: Env;
  readonly workingDir: string;
  readonly stdout: Pick<NodeJS.WriteStream, "write">;
  readonly stderr: Pick<NodeJS.WriteStream, "write">;
  /** Plugins of this process, by the name that a manifest's entry gives. Only the dev profile runs them. Default: none. */
  readonly memoryPlugins?: Readonly<Record<string, Plugin>>;
  /** Modules of this process, by the name that a manifest's entry gives. Default: none. */
  readonly nativeModules?: Readonly<Record<string, Module>>;
  /** How much streams of events may take, where not as by default. */
  readonly streamLimits?: Partial<StreamLimits>;
}

/** A server that is listening. Disposing drains it: requests under way finish, up to the profile's time. */
export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

const SWEEP_EVERY_MS = 3_600_000;

/** Starts the server that an environment describes. Rejects, and leaves nothing running, when it cannot. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { env, workingDir, stdout, stderr, memoryPlugins = {}, nativeModules = {} } = options;
  const config = readConfig(env, { workingDir });
  const clock = createSystemClock();
  const random = createSystemRandom();
  const ids = createTimeOrderedIds({ clock, random });
  const logger = createJsonLogger({ write: (line) => stderr.write(line), clock, minLevel: config.logLevel });
  const telemetry = createNoopTelemetry({ random });
  const tls = await loadTls(config, clock);
  const { tokens, shown: token } = await loadTokens(config, random);
  await using cleanup = new AsyncDisposableStack();
  const storage = cleanup.use(openStorage(config.database));
  const runtime = { storage, clock, ids, logger, telemetry };
  // Before what its workers serve: it ends after them.
  const engine = cleanup.use(openWasmEngine({ dataDir: config.dataDir, clock }));
  const messaging = cleanup.use(await openMessaging({ ...runtime, config, random }));
  const { events, kernel } = messaging;
  const sink = createEventBusSink({ events });
  const plugins = cleanup.use(await openPlugins({ ...runtime, config, memoryPlugins, engine, events: sink }));
  // Modules may be plugins, so they stop before those do. The kernel may be disposed of twice.
  cleanup.use(kernel);
  const { host } = plugins;
  cleanup.use(await openModules({ dir: config.modules.dir, kernel, engine, host, logger, nativeModules }));
  let draining = false;
  const authenticator = createTokenAuthenticator({ tokens });
  const app = createApp({ ...runtime, authenticator, plugins, messaging }, () => draining);
  const streamLimits = { ...STREAM_LIMITS, ...options.streamLimits };
  const server = await createHttpServer({ ...config, app, clock, ids, tls, messaging, logger, streamLimits });
  cleanup.defer(() => closeGracefully(server, config.profile.drainTimeoutMs));
  await server.listen({ host: config.host, port: config.port });
  cleanup.use(sweepKeys(storage, clock, logger));
  const url = urlOf(server.server.address() as AddressInfo, tls !== undefined);
  stdout.write(welcome({ config, url, token }));
  logger.log("info", "listening", {
    url,
    profile: config.profile.name,
    database: config.database.kind,
    messages: config.messaging.nats === undefined ? "memory" : "nats",
  });
  const resources = cleanup.move();
  return {
    url,
    async [Symbol.asyncDispose]() {
      draining = true;
      logger.log("info", "draining", { drainTimeoutMs: config.profile.drainTimeoutMs });
      await resources.disposeAsync();
      logger.log("info", "stopped");
    },
  };
}

function sweepKeys(storage: Storage, clock: Clock, logger: Logger): AsyncDisposable {
  return repeatEvery(SWEEP_EVERY_MS, clock, async (signal) => {
    try {
      const forgotten = await sweepCreations(storage, clock, signal);
      logger.log("debug", "idempotency keys forgotten", { forgotten });
    } catch (error) {
      // The keys stay until the next sweep, and past their window they count for nothing meanwhile.
      if (!signal.aborted) logger.log("warn", "idempotency keys could not be swept", { error });
    }
  });
}

function openStorage(database: DatabaseConfig): Storage {
  return database.kind === "sqlite"
    ? createSqliteStorage({ file: database.file })
    : createPostgresStorage({ connectionString: database.connectionString });
}

function urlOf({ address, family, port }: AddressInfo, isSecure: boolean): string {
  return `${isSecure ? "https" : "http"}://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
