import { Buffer } from "node:buffer";
import { coreError } from "@cordon/core";
import { resolveSubscribe, topicOf } from "../../bus-request.ts";
import { formatChecked } from "../../cloud-event/format-cloud-event.ts";
import { eventsError } from "../../errors.ts";
import { recordLimits, toDeadLetter, toRecord } from "../../event-record.ts";
import type { EventBus, PublishReceipt } from "../../ports/event-bus.ts";
import { DEAD } from "../../topic.ts";
import { subjectOf, topicOfSubject } from "./ensure-stream.ts";
import { Exchange, type Outgoing } from "./exchange.ts";
import { type ApiErrorBody, isTemporary, refusal } from "./jetstream-errors.ts";
import { type JetStreamEventBusOptions, resolveJetStreamOptions } from "./jetstream-event-bus-options.ts";
import { createJetStreamSubscription, type JetStreamSubscription } from "./jetstream-subscription.ts";
import { Link } from "./link.ts";
import { messageIdOf } from "./message-id.ts";
import { messageIdHeaders, type NatsMessage } from "./nats-client.ts";

interface PubAck {
  readonly stream?: string;
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: ApiErrorBody;
}

// Every delivery that a subscription hands out may be acknowledged at once.
const MAX_VERDICTS = 1_000_000;

/**
 * A bus on a NATS JetStream stream, which it makes if there is none. It connects at once and reconnects for ever, with growing delays; what
 * is published meanwhile waits in a bounded buffer, in order.
 */
export function createJetStreamEventBus(options: JetStreamEventBusOptions): EventBus {
  const resolved = resolveJetStreamOptions(options);
  const { clock, subjectPrefix, timeoutMs, maxBuffered, maxBufferedBytes } = resolved;
  const limits = recordLimits(resolved.maxEventBytes);
  const link = new Link(resolved);
  const publishes = new Exchange({
    clock,
    link,
    maxWaiting: maxBuffered,
    maxBytes: maxBufferedBytes,
    read: readAck,
  });
  const verdicts = new Exchange({
    clock,
    link,
    maxWaiting: MAX_VERDICTS,
    maxBytes: Number.POSITIVE_INFINITY,
    // The answer to a verdict has nothing in it.
    read: (answer) => (answer.headers?.code === 503 ? undefined : true),
  });
  const subscriptions = new Set<JetStreamSubscription>();
  const retiring = new Set<Promise<void>>();
  let closing: Promise<void> | undefined;
  const begin = (signal: AbortSignal): void => {
    if (closing !== undefined) throw eventsError("events/closed", {});
    if (signal.aborted) throw coreError("core/aborted", {});
  };
  const close = async (): Promise<void> => {
    const end = { kind: "failed", error: eventsError("events/closed", {}) } as const;
    await Promise.all([...subscriptions].map((subscription) => subscription.end(end)));
    // While nothing is acknowledged any more, what is given back still has to get there.
    if (link.client !== undefined) await Promise.all(retiring);
    publishes.close();
    verdicts.close();
    await link.close();
  };
  return {
    async publish(request, signal): Promise<PublishReceipt> {
      const { event, text, key } = toRecord(request.event, limits.publish);
      const topic = topicOf({ ...request, event });
      begin(signal);
      const headers = messageIdHeaders(messageIdOf(key));
      const outgoing: Outgoing = { subject: subjectOf(subjectPrefix, topic), payload: Buffer.from(text), headers };
      return toReceipt(await publishes.send(outgoing, timeoutMs, signal));
    },
    async subscribe(given, signal) {
      const request = resolveSubscribe(given);
      begin(signal);
      let made: JetStreamSubscription | undefined;
      const subscription = await createJetStreamSubscription({
        bus: resolved,
        link,
        request,
        limits,
        signal,
        say: async (reply, verdict) =>
          void (await verdicts.send({ subject: reply, payload: Buffer.from(verdict) }, timeoutMs)),
        bury: async (event, { subject, sequence, attempt }) => {
          const { durable = "" } = request;
          const topic = topicOfSubject(subjectPrefix, subject);
          const attempts = Math.min(attempt, request.maxDeliveries);
          const payload = Buffer.from(formatChecked(toDeadLetter({ event, topic, sequence, attempts })));
          // Two readers may bury the same event when the first is cut off in between.
          const headers = messageIdHeaders(`${DEAD}:${durable}:${sequence}`);
          const outgoing = { subject: subjectOf(subjectPrefix, `${DEAD}.${durable}`), payload, headers };
          toReceipt(await publishes.send(outgoing, timeoutMs));
        },
        retire(listening) {
          retiring.add(listening);
          void listening.then(() => retiring.delete(listening));
        },
        onEnd: () => {
          if (made !== undefined) subscriptions.delete(made);
        },
      });
      made = subscription;
      subscriptions.add(subscription);
      try {
        begin(signal);
      } catch (error) {
        await subscription.end({ kind: "failed", error });
        throw error;
      }
      return subscription;
    },
    [Symbol.asyncDispose]() {
      closing ??= close();
      return closing;
    },
  };
}

function toReceipt({ seq = 0, duplicate = false, error }: PubAck): PublishReceipt {
  if (error !== undefined) throw refusal(error);
  return { sequence: seq, duplicate };
}

/** Reads the answer to a publish, `undefined` where it may be another one if asked again. */
function readAck({ data, headers }: NatsMessage): PubAck | undefined {
  if (headers?.code === 503) return undefined;
  try {
    const ack = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString()) as PubAck;
    return ack.error !== undefined && isTemporary(ack.error) ? undefined : ack;
  } catch {
    // Some other program listens on the stream's subjects and answers.
    return { error: { code: 400, description: "The answer is no acknowledgement." } };
  }
}
