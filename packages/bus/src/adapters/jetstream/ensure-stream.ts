import {
  AckPolicy,
  type ConsumerInfo,
  DeliverPolicy,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import { busError } from "../../errors.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { isMadeAlready, isNotFound } from "./broker-errors.ts";
import { DUPLICATE_WINDOW_MS } from "./times.ts";
import type { Subjects } from "./subjects.ts";

// A server that takes longer is sent a message again, and knows that it has it.
const ACK_WAIT_MS = 10_000;
const MAX_IN_FLIGHT = 1000;
const API_TIMEOUT_MS = 5000;

/** How far a server has come in a stream. */
export interface Position {
  /** When the stream was made, by the broker: one that was made again begins anew. */
  readonly created: string;
  readonly sequence: number;
}

/** This server's place in the stream. */
export interface Place {
  /** All until there was taken. */
  readonly position: Position;
  /** All until there was sent to it, though some of it may not have come. */
  readonly delivered: number;
}

/** Makes the stream unless it is there. One that is there stays as it is, but must keep messages as this bus needs it. */
async function ensureStream(options: ResolvedBridgeOptions, subjects: Subjects): Promise<StreamInfo> {
  const { streams } = await managerOf(options);
  const info = await streams.info(subjects.stream).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (info !== undefined) return checked(info, subjects);
  try {
    return await streams.add({
      name: subjects.stream,
      subjects: [subjects.allMessages],
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      max_age: nanos(options.maxAgeMs),
      max_bytes: options.maxBytes,
      duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    });
  } catch (error) {
    if (isMadeAlready(error)) return checked(await streams.info(subjects.stream), subjects);
    throw error;
  }
}

/** Finds this server's place in the stream, or makes one: where it was last, or with what comes from now on if it was nowhere. */
export async function ensureConsumer(
  options: ResolvedBridgeOptions,
  subjects: Subjects,
  last: Position | undefined,
): Promise<Place> {
  const { created } = await ensureStream(options, subjects);
  const { consumers } = await managerOf(options);
  const { stream } = subjects;
  const known: ConsumerInfo | undefined = await consumers.info(stream, options.serverId).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  const info =
    known ??
    (await consumers.add(stream, {
      durable_name: options.serverId,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_ack_pending: MAX_IN_FLIGHT,
      // A server that stays away is forgotten with what was kept for it.
      inactive_threshold: nanos(options.maxAgeMs),
      ...startOf(created, last),
    }));
  const sequence = Math.max(info.ack_floor.stream_seq, last?.created === created ? last.sequence : 0);
  return { position: { created, sequence }, delivered: info.delivered.stream_seq };
}

function startOf(created: string, last: Position | undefined): object {
  if (last === undefined) return { deliver_policy: DeliverPolicy.New };
  // All that is in a stream that was made again came while this server was looking for it.
  if (last.created !== created) return { deliver_policy: DeliverPolicy.All };
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: last.sequence + 1 };
}

function checked(info: StreamInfo, { allMessages }: Subjects): StreamInfo {
  const { subjects, duplicate_window: window, retention } = info.config;
  if (!subjects.includes(allMessages)) throw refused("its stream is there and holds other subjects");
  if (retention !== RetentionPolicy.Limits) throw refused("its stream is there and does not keep what was read");
  // With less a sealed message could be sent again by whoever has seen it.
  if (window < nanos(DUPLICATE_WINDOW_MS)) throw refused("its stream is there with a duplicate window below 2 minutes");
  return info;
}

function managerOf({ connection }: ResolvedBridgeOptions): Promise<JetStreamManager> {
  return jetstreamManager(connection, { checkAPI: false, timeout: API_TIMEOUT_MS });
}

function refused(problem: string): Error {
  return busError("bus/bridge-not-opened", { problem });
}
