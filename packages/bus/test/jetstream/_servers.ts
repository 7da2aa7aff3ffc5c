import { createMemoryLogger, type Clock, type MemoryLogger } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import { bridgeBus, type BridgeOptions, type BusBridge } from "../../src/adapters/jetstream/index.ts";
import {
  type BusKey,
  createMessageBus,
  createRevocationList,
  type Delivery,
  type Envelope,
  generateBusKey,
  type MessageBus,
  type Received,
  type RevocationList,
  type Subscription,
} from "../../src/index.ts";

/** One server of a bus, as far as the bus goes. */
export interface BusServer {
  readonly bus: MessageBus;
  readonly connection: NatsConnection;
  readonly logger: MemoryLogger;
  readonly revocations: RevocationList;
  readonly bridge: BusBridge;
  readonly stop: () => Promise<void>;
}

/** Servers of one bus. */
export interface BusServers {
  readonly name: string;
  readonly key: BusKey;
  readonly start: (serverId: string, options?: Partial<BridgeOptions>) => Promise<BusServer>;
}

export const clock: Clock = createSystemClock();
export const random = createSystemRandom();
const ids = createTimeOrderedIds({ clock, random });
const NEVER = new AbortController().signal;

/** A name that no other test has. */
export function freshName(): string {
  return `t${ids.next()}`;
}

/** Starts servers that are one bus of a name that no other test has. */
export function busOf(url: string): BusServers {
  const key = generateBusKey(random);
  const name = freshName();
  return {
    name,
    key,
    async start(serverId, options = {}) {
      const bus = options.bus ?? createMessageBus({ clock, random, ids });
      const connection = await connectTo(url);
      const logger = createMemoryLogger();
      const revocations = createRevocationList({ clock });
      const made = {
        bus,
        connection,
        name,
        serverId,
        authority: key,
        rootKeys: [key.publicKey],
        clock,
        random,
        logger,
      };
      const bridge = await bridgeBus({ ...made, revocations, grantEveryMs: 500, maxBytes: 16_777_216, ...options });
      const stop = async (): Promise<void> => {
        await bridge[Symbol.asyncDispose]();
        await bus[Symbol.asyncDispose]();
        await connection.close();
      };
      onTestFinished(stop);
      return { bus, connection, logger, revocations, bridge, stop };
    },
  };
}

/** A connection that comes back quickly, closed when the test is over. */
export async function connectTo(url: string): Promise<NatsConnection> {
  const connection = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 20 });
  onTestFinished(() => connection.close());
  return connection;
}

/** Waits until something is so, and tells how long that took: what another server says takes a moment to arrive. */
export async function until(what: () => boolean, withinMs = 10_000): Promise<number> {
  const begun = clock.elapsed();
  while (!what()) {
    if (clock.elapsed() - begun > withinMs)
      throw new Error(`It did not come about within ${withinMs} ms: ${String(what)}`);
    await clock.sleep(1, NEVER);
  }
  return clock.elapsed() - begun;
}

/** For what must not happen: a time in which it would have. */
export function pass(ms: number): Promise<void> {
  return clock.sleep(ms, NEVER);
}

/** Reads all that a subscription gets into a list. */
export function collect(bus: MessageBus, topic = ">"): Envelope[] {
  const list: Envelope[] = [];
  const subscription = bus.subscribe({ topic, capacity: 100_000 });
  void subscription.consume((received: Received) => {
    if (received.kind === "message") list.push(received.envelope);
  });
  return list;
}

/** What the events in a list carry. */
export function payloads(list: readonly Envelope[]): readonly unknown[] {
  return list.map(({ message }) => {
    if (message.kind === "command")
      return message.command.type === "invoke" ? message.command.payload : message.command.type;
    return message.event.type === "custom" ? message.event.payload : message.event.type;
  });
}

/** The first message of a subscription. */
export async function nextMessage(subscription: Subscription): Promise<Delivery> {
  for await (const received of subscription) if (received.kind === "message") return received;
  throw new Error("The subscription ended.");
}
