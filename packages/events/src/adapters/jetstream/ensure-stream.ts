import { jetstreamManager, type JetStreamManager, type StreamConfig } from "@nats-io/jetstream";
import { type NatsConnection, nanos } from "@nats-io/transport-node";
import { eventsError } from "../../errors.ts";
import type { ResolvedJetStreamOptions } from "./jetstream-event-bus-options.ts";

const STREAM_NOT_FOUND = 10059;
const API_TIMEOUT_MS = 5000;

/** The subject of a topic, or the pattern of one. Topics of dead letters are beside all others, so that no wildcard finds them. */
export function subjectOf(prefix: string, topic: string): string {
  return topic === "dead" || topic.startsWith("dead.") ? `${prefix}.${topic}` : `${prefix}.on.${topic}`;
}

/** The topic of a subject. */
export function topicOfSubject(prefix: string, subject: string): string {
  const topic = subject.slice(prefix.length + 1);
  return topic.startsWith("on.") ? topic.slice(3) : topic;
}

/** The broker's management interface. */
export async function managerOf(client: NatsConnection): Promise<JetStreamManager> {
  return jetstreamManager(client, { checkAPI: false, timeout: API_TIMEOUT_MS });
}

/** Makes the stream if there is none. One that is there is left as it is, but must hold the bus's subjects. */
export async function ensureStream(client: NatsConnection, options: ResolvedJetStreamOptions): Promise<void> {
  const { stream, subjectPrefix, limits } = options;
  const { streams } = await managerOf(client);
  const subjects = [`${subjectPrefix}.on.>`, `${subjectPrefix}.dead.>`];
  try {
    const { config } = await streams.info(stream);
    const missing = subjects.filter((subject) => !config.subjects.some((held) => covers(held, subject)));
    if (missing.length === 0) return;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== STREAM_NOT_FOUND) throw error;
    const config: Partial<StreamConfig> & { readonly name: string } = {
      name: stream,
      subjects,
      storage: limits.storage,
      max_msgs: limits.maxEvents,
      max_bytes: limits.maxBytes,
      max_age: nanos(limits.maxAgeMs),
      duplicate_window: nanos(limits.duplicateWindowMs),
      num_replicas: limits.replicas,
    };
    await streams.add(config);
    return;
  }
  throw eventsError("events/broker-refused", {
    reason: "The stream holds other subjects than the bus's.",
    status: 409,
  });
}

function covers(held: string, subject: string): boolean {
  return held === subject || (held.endsWith(">") && subject.startsWith(held.slice(0, -1)));
}
