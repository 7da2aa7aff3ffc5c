import type { Clock } from "@cordon/core";
import { createMemoryLogger, type MemoryLogger } from "@cordon/core";
import { createManualClock, createSeededRandom, type ManualClock } from "@cordon/core/testing";
import type { NatsConnection } from "@nats-io/transport-node";
import { type ResolvedBridgeOptions, resolveBridgeOptions } from "../../src/adapters/jetstream/bridge-options.ts";
import { createFrames, type Frames, type ReceivedFrame } from "../../src/adapters/jetstream/frame.ts";
import {
  type BusKey,
  type BusLink,
  createMessageBus,
  createRevocationList,
  generateBusKey,
  type HeldToken,
  type MessageBus,
} from "../../src/index.ts";

/** A server without a broker: what it is told is handed to it, at a time that stands still. */
export interface QuietServer {
  readonly bus: MessageBus;
  readonly link: BusLink;
  readonly clock: ManualClock;
  readonly logger: MemoryLogger;
  readonly options: ResolvedBridgeOptions;
  readonly frames: Frames;
}

/** What the servers of a test share. */
export interface QuietWorld {
  readonly key: BusKey;
  readonly clock: ManualClock;
}

function nothing(): undefined {
  return undefined;
}

let seed = 1;

export function quietWorld(): QuietWorld {
  seed += 1;
  return { key: generateBusKey(createSeededRandom(seed)), clock: createManualClock() };
}

export function quietServer(
  world: QuietWorld,
  serverId: string,
  given: { readonly authority?: BusKey | HeldToken; readonly clock?: Clock } = {},
): QuietServer {
  const { clock, key } = world;
  seed += 1;
  const random = createSeededRandom(seed);
  let last = 0;
  const ids = { next: () => `${serverId}-${(last += 1)}` };
  const bus = createMessageBus({ clock, random, ids });
  const logger = createMemoryLogger();
  const revocations = createRevocationList({ clock });
  const connection = {} as NatsConnection;
  const made = {
    bus,
    connection,
    name: "b",
    serverId,
    authority: key,
    rootKeys: [key.publicKey],
    clock,
    random,
    logger,
    revocations,
  };
  const options = resolveBridgeOptions({ ...made, ...given });
  const link = bus.link({
    forward: nothing,
    request: () => Promise.reject(new Error("no")),
    onGrant: nothing,
    onRevoke: nothing,
    onResponder: nothing,
  });
  return { bus, link, clock, logger, options, frames: createFrames(options) };
}

/** What a server would hear of another's word. */
export function wordFrame(
  frames: Frames,
  body: object,
  place = "cordon.bus.b.grants.origin",
  capability = "kernel:grants",
  source = "kernel",
): ReceivedFrame {
  return { ...frames.seal({ place, source, capability }, body), place };
}
