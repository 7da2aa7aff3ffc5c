import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/transport-node";
import { AppError } from "@cordon/core";
import { busError } from "../../errors.ts";
import type { BusLink } from "../../ports/bus-relay.ts";
import { fromWire } from "../../wire/envelope-codec.ts";
import { abortable } from "./abortable.ts";
import type { BrokerState } from "./broker-state.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { ensureConsumer, type Position } from "./ensure-stream.ts";
import type { Frames } from "./frame.ts";
import type { ProblemLog } from "./problem-log.ts";
import { readMessageBody } from "./read-bodies.ts";
import { createSeenIds } from "./seen-ids.ts";
import type { Subjects } from "./subjects.ts";

const RETRY_MS = 500;
const MESSAGE_ID = "Nats-Msg-Id";
const NANOS = 1_000_000n;
// Heartbeats tell within two seconds of a consumer that is gone.
const CONSUME = { max_messages: 200, expires: 10_000, idle_heartbeat: 1000, abort_on_missing_resource: true };

/** A message as the broker keeps it. */
interface Stored {
  readonly seq: number;
  readonly subject: string;
  readonly headers: MsgHdrs | undefined;
  readonly data: Uint8Array;
  /** The broker's word for when it came: a sealed message that somebody sends again later is out of time. */
  readonly takenAt: number;
}

/** The way of other servers' messages into this one. */
export type Inbox = AsyncDisposable;

/**
 * Takes messages in where this server was before, one at a time and in order, until it is disposed. When it returns, messages from now on are kept
 * for this server, also while it is away.
 */
export async function openInbox(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  link: BusLink,
  broker: BrokerState,
  problems: ProblemLog,
): Promise<Inbox> {
  const { connection, clock, serverId } = options;
  const stopped = new AbortController();
  const seen = createSeenIds();
  let position = await firstPosition(options, subjects);
  let turn: Promise<void> = Promise.resolve();

  /** Takes what comes next, and before that what should have come and was lost on its way: the broker sends it again too late, and out of turn. */
  const take = async (message: Stored): Promise<void> => {
    if (message.seq <= position.sequence) return;
    await fill(message.seq - 1);
    await pass(message);
  };
  const pass = async (message: Stored): Promise<void> => {
    if (frames.originOf(message.headers) !== serverId) await deliver(message);
    position = { ...position, sequence: message.seq };
  };
  const fill = async (through: number): Promise<void> => {
    if (position.sequence >= through) return;
    const { streams } = await jetstreamManager(connection, { checkAPI: false });
    const { first_seq: first } = (await streams.info(subjects.stream)).state;
    for (let seq = Math.max(first, position.sequence + 1); seq <= through && !stopped.signal.aborted; seq += 1) {
      const found = await streams.getMessage(subjects.stream, { seq });
      if (found === null) continue;
      const { header: headers, data, subject } = found;
      await pass({ seq, headers, data, subject, takenAt: found.time.getTime() });
    }
  };
  const deliver = async (message: Stored): Promise<void> => {
    try {
      const { headers, data: bytes, subject, takenAt } = message;
      const place = `${subject} ${headers?.get(MESSAGE_ID) ?? ""}`;
      const { token, body } = frames.open({ headers, bytes, place, takenAt });
      const { to, envelope: sent } = readMessageBody(body);
      const envelope = fromWire(sent);
      if (subjects.message(link.topicOf({ envelope, to })) !== subject) throw refused("it came as something else");
      if (!token.allows(envelope.source, link.capabilityOf({ envelope, to })))
        throw refused("its token does not cover it");
      if (seen.add(envelope.id)) await link.deliver({ envelope, to });
    } catch (error) {
      const problem = AppError.from(error, () => refused("it cannot be read"));
      problems.tell("warn", "a message of another server was refused", problem);
    }
  };
  /** One after another, also where a reading that was given up still has one in hand. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const consume = async (over: AbortSignal): Promise<void> => {
    const found = await ensureConsumer(options, subjects, position);
    const consumer = await jetstream(connection).consumers.get(subjects.stream, serverId);
    if (over.aborted) return;
    if (found.position.created !== position.created) position = found.position;
    // What was on its way when the connection was lost, or this server ended.
    await inTurn(() => fill(found.delivered));
    const messages = await consumer.consume(CONSUME);
    over.addEventListener("abort", () => void messages.close(), { once: true });
    if (over.aborted) void messages.close();
    for await (const message of messages) {
      if (over.aborted) continue;
      const { seq, headers, data, subject } = message;
      await inTurn(() => take({ seq, headers, data, subject, takenAt: Number(message.timestampNanos / NANOS) }));
      // A subscriber that makes others wait does not keep the bridge from closing. What it may not have comes again.
      if (!stopped.signal.aborted) message.ack();
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted && !connection.isClosed()) {
      const over = new AbortController();
      try {
        await broker.whenUp(stopped.signal);
        // What was on its way is lost with a connection: it begins again behind what it has.
        await abortable(abortable(consume(over.signal), broker.lost()), stopped.signal);
      } catch (error) {
        if (stopped.signal.aborted || !broker.isUp()) continue;
        problems.tell("warn", "messages of other servers cannot be read; trying again", error);
        await clock.sleep(RETRY_MS, stopped.signal).catch(() => undefined);
      } finally {
        over.abort();
      }
    }
    if (!stopped.signal.aborted)
      problems.tell("error", "the connection to the broker was closed: no messages of other servers come any more", 0);
  };
  const running = run();
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await running;
    },
  };
}

/** The broker may need a moment, when all start together. What it refuses it refuses again. */
async function firstPosition(options: ResolvedBridgeOptions, subjects: Subjects): Promise<Position> {
  const { clock, connection, publishTimeoutMs } = options;
  const deadline = clock.deadline(publishTimeoutMs);
  try {
    for (;;) {
      try {
        return (await abortable(ensureConsumer(options, subjects, undefined), deadline.signal)).position;
      } catch (error) {
        if (AppError.is(error) && error.code === "bus/bridge-not-opened") throw error;
        if (deadline.signal.aborted || connection.isClosed())
          throw busError("bus/bridge-not-opened", { problem: "the broker keeps no messages for it" }, { cause: error });
        await clock.sleep(RETRY_MS, deadline.signal).catch(() => undefined);
      }
    }
  } finally {
    deadline.clear();
  }
}

function refused(problem: string): AppError {
  return busError("bus/bridge-refused", { problem });
}
