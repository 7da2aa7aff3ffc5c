import type { Envelope, MessageBus } from "@cordon/bus";
import { createRevocationList } from "@cordon/bus";
import { bridgeBus } from "@cordon/bus/jetstream";
import type { Clock, IdSource, Logger, Random } from "@cordon/core";
import { createMemoryEventBus, type EventBus } from "@cordon/events";
import { createJetStreamEventBus } from "@cordon/events/jetstream";
import { jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Config, NatsConfig } from "../config.ts";
import { serverError } from "../errors.ts";
import { connectNats, natsCredentials } from "./connect-nats.ts";
import { loadBusKey } from "./load-bus-key.ts";
import { loadServerId } from "./load-server-id.ts";
import { markForeign } from "./mark-foreign.ts";

/** What carrying messages needs. */
export interface CarrierOptions {
  readonly config: Pick<Config, "dataDir" | "messaging">;
  readonly bus: MessageBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/** What carries events, and joins the bus to others. */
export interface Carriers extends AsyncDisposable {
  readonly events: EventBus;
  readonly isConnected: () => boolean;
  /** Whether a message on the bus came from another server. */
  readonly isForeign: (envelope: Envelope) => boolean;
}

const START_TIMEOUT_MS = 10_000;

/** Opens what the configuration asks for: nothing but memory, or the broker that several servers share. */
export async function openCarriers(options: CarrierOptions): Promise<Carriers> {
  const { nats } = options.config.messaging;
  if (nats !== undefined) return openShared(options, nats);
  const events = createMemoryEventBus({ clock: options.clock });
  return {
    events,
    isConnected: () => true,
    isForeign: () => false,
    [Symbol.asyncDispose]: () => events[Symbol.asyncDispose](),
  };
}

/**
 * Joins this server to those of the same broker, name and key. There are two connections: the event bus has one of its own, which it keeps by its
 * own rules.
 */
async function openShared(
  { config, bus, clock, random, ids, logger }: CarrierOptions,
  nats: NatsConfig,
): Promise<Carriers> {
  const { busName, serverId = await loadServerId(config.dataDir, ids) } = config.messaging;
  const authority = await loadBusKey(nats.keyFile);
  await using opening = new AsyncDisposableStack();
  const link = opening.use(await connectNats(nats, clock, logger));
  const { connection } = link;
  await requireJetStream(connection);
  const events = opening.use(openEvents(nats, busName, clock, logger));
  await requireEvents(events, clock);
  const { marked, isForeign } = markForeign(bus);
  const revocations = createRevocationList({ clock });
  const rootKeys = [authority.publicKey];
  const identity = { name: busName, serverId, authority, rootKeys, revocations };
  const bridging = bridgeBus({ bus: marked, connection, ...identity, clock, random, logger });
  opening.use(await inTime(bridging, clock));
  const opened = opening.move();
  return { events, isConnected: link.isConnected, isForeign, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

function openEvents(nats: NatsConfig, busName: string, clock: Clock, logger: Logger): EventBus {
  const { pass: password, ...credentials } = natsCredentials(nats);
  return createJetStreamEventBus({
    clock,
    connection: {
      servers: nats.servers,
      name: "cordon-events",
      ...credentials,
      ...(password === undefined ? {} : { password }),
      ...(nats.isEncrypted ? { tls: {} } : {}),
    },
    stream: `CORDON_EVENTS_${busName}`,
    onProblem: (problem) => logger.log("warn", "the event bus has trouble with its broker", { problem }),
  });
}

async function requireJetStream(connection: NatsConnection): Promise<void> {
  try {
    await jetstreamManager(connection, { timeout: START_TIMEOUT_MS });
  } catch {
    throw serverError("server/broker-unreachable", { reason: "JetStream does not answer for these credentials" });
  }
}

// So that a broker which refuses the stream, or has no room for it, is found out now and not by the first event.
async function requireEvents(events: EventBus, clock: Clock): Promise<void> {
  const deadline = clock.deadline(START_TIMEOUT_MS);
  try {
    await using _subscription = await events.subscribe({ topic: "cordon.started" }, deadline.signal);
  } catch {
    throw serverError("server/broker-unreachable", { reason: "it does not make the stream of events" });
  } finally {
    deadline.clear();
  }
}

async function inTime<Result>(work: Promise<Result>, clock: Clock): Promise<Result> {
  const deadline = clock.deadline(START_TIMEOUT_MS);
  const late = Promise.withResolvers<never>();
  deadline.signal.addEventListener("abort", () => {
    late.reject(serverError("server/broker-unreachable", { reason: "it did not make the bus's stream in time" }));
  });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    deadline.clear();
  }
}
