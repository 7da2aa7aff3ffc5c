import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  type JetStreamManager,
} from "@nats-io/jetstream";
import { type NatsConnection, nanos } from "@nats-io/transport-node";
import type { ResolvedSubscribe } from "../../bus-request.ts";
import { eventsError } from "../../errors.ts";
import type { SubscribeFrom } from "../../ports/event-bus.ts";
import { managerOf, subjectOf } from "./ensure-stream.ts";
import type { ResolvedJetStreamOptions } from "./jetstream-event-bus-options.ts";

const CONSUMER_NOT_FOUND = 10014;
// A reader that is gone for longer finds its place again by itself, so this only cleans up after those that are gone for good.
const FORGET_AFTER_MS = 300_000;
// The broker's own default of 1000 would be shared by all subscriptions of a durable name.
const MAX_ACK_PENDING = 100_000;

/** What a consumer at the broker is to be. */
export interface ConsumerWish {
  readonly name: string;
  readonly request: ResolvedSubscribe;
  /** Where it begins if it has to be made. */
  readonly from: SubscribeFrom;
}

/** Where a consumer stands. */
export interface ConsumerPlace {
  /** The sequence after the last that it delivered. */
  readonly next: number;
  /** Events of any topic that had left the stream before it could begin with them. */
  readonly missed: number;
}

/** Finds a consumer or makes it. One of a durable name that reads another topic is refused. */
export async function ensureConsumer(
  client: NatsConnection,
  { name, request, from }: ConsumerWish,
  { stream, subjectPrefix }: ResolvedJetStreamOptions,
): Promise<ConsumerPlace> {
  const manager = await managerOf(client);
  const subject = subjectOf(subjectPrefix, request.topic);
  const ackWait = nanos(request.ackTimeoutMs);
  const found = await findConsumer(manager, stream, name);
  if (found !== undefined) {
    requireSubject(found, subject, name);
    if (found.config.ack_wait !== ackWait) await manager.consumers.update(stream, name, { ack_wait: ackWait });
    return { next: found.delivered.stream_seq + 1, missed: 0 };
  }
  const added = await manager.consumers.add(stream, {
    name,
    ...(request.durable === undefined
      ? { inactive_threshold: nanos(FORGET_AFTER_MS) }
      : { durable_name: request.durable }),
    filter_subject: subject,
    ack_policy: AckPolicy.Explicit,
    ack_wait: ackWait,
    // Counting deliveries is the bus's part: at its own limit the broker would only fall silent.
    max_deliver: -1,
    max_ack_pending: MAX_ACK_PENDING,
    ...beginning(from),
  });
  // Of two that were made at once, only one is there.
  requireSubject(added, subject, name);
  const missed =
    typeof from === "object" && "sequence" in from ? await missedBefore(manager, stream, from.sequence) : 0;
  return { next: added.delivered.stream_seq + 1, missed };
}

/** Removes a consumer, if it is there. */
export async function deleteConsumer(client: NatsConnection, stream: string, name: string): Promise<void> {
  const manager = await managerOf(client);
  await manager.consumers.delete(stream, name);
}

function beginning(from: SubscribeFrom): Partial<ConsumerConfig> {
  if (from === "new") return { deliver_policy: DeliverPolicy.New };
  if (from === "all") return { deliver_policy: DeliverPolicy.All };
  if ("sequence" in from) return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from.sequence };
  return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(from.time).toISOString() };
}

async function findConsumer(
  { consumers }: JetStreamManager,
  stream: string,
  name: string,
): Promise<ConsumerInfo | undefined> {
  try {
    return await consumers.info(stream, name);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === CONSUMER_NOT_FOUND) return undefined;
    throw error;
  }
}

async function missedBefore({ streams }: JetStreamManager, stream: string, sequence: number): Promise<number> {
  const { state } = await streams.info(stream);
  return Math.max(0, state.first_seq - sequence);
}

function requireSubject({ config }: ConsumerInfo, subject: string, durable: string): void {
  if (config.filter_subject !== subject) throw eventsError("events/durable-in-use", { durable });
}
