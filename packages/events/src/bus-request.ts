import type { EventBus, PublishRequest, SubscribeFrom, SubscribeRequest } from "./ports/event-bus.ts";
import { IssueList } from "./cloud-event/issue-list.ts";
import { isDead, patternProblem, topicProblem } from "./topic.ts";

/** A subscription's request, checked and filled in. `maxDeliveries` is `Infinity` where there is no limit. */
export interface ResolvedSubscribe {
  readonly topic: string;
  readonly from: SubscribeFrom;
  readonly durable: string | undefined;
  readonly maxInFlight: number;
  readonly ackTimeoutMs: number;
  readonly maxDeliveries: number;
}

/** What holds where a subscription does not say. */
export const SUBSCRIBE_DEFAULTS: Required<Omit<SubscribeRequest, "topic" | "durable">> = {
  from: "new",
  maxInFlight: 64,
  ackTimeoutMs: 30_000,
  maxDeliveries: 10,
};

const MEMBERS: ReadonlySet<string> = new Set<keyof SubscribeRequest>([
  "topic",
  "from",
  "durable",
  "maxInFlight",
  "ackTimeoutMs",
  "maxDeliveries",
]);
const DURABLE = /^[\w-]{1,64}$/;
const LATEST = 8_640_000_000_000_000;

/** The topic to publish to. Throws `events/invalid-request` where there is none. For adapters of `EventBus`. */
export function topicOf({ event, topic }: PublishRequest): string {
  if (topic === undefined && topicProblem(event.type) === undefined) return event.type;
  const problem = topic === undefined ? "must be given, since the event's type is no topic" : topicProblem(topic);
  if (problem !== undefined) {
    const issues = new IssueList();
    issues.add("/topic", problem);
    issues.throwIfAny("events/invalid-request");
  }
  return topic ?? event.type;
}

/** Checks and fills in what `EventBus.subscribe` is given. Throws `events/invalid-request`. For adapters of `EventBus`. */
export function resolveSubscribe(request: Parameters<EventBus["subscribe"]>[0]): ResolvedSubscribe {
  const issues = new IssueList();
  const { topic, from = SUBSCRIBE_DEFAULTS.from, durable, maxInFlight, ackTimeoutMs, maxDeliveries } = request;
  for (const name of Object.keys(request)) if (!MEMBERS.has(name)) issues.addMember("", name, "is not known");
  const problem = patternProblem(topic);
  if (problem !== undefined) issues.add("/topic", problem);
  if (!isFrom(from)) issues.add("/from", 'must be "new", "all", a sequence from 1 on, or a time in milliseconds');
  if (durable !== undefined && !(typeof durable === "string" && DURABLE.test(durable)))
    issues.add("/durable", "must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -");
  const isWhole = (name: string, value: number | undefined, most: number): void => {
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1 && value <= most))
      issues.add(`/${name}`, `must be a whole number from 1 to ${most}`);
  };
  isWhole("maxInFlight", maxInFlight, 10_000);
  isWhole("ackTimeoutMs", ackTimeoutMs, 86_400_000);
  isWhole("maxDeliveries", maxDeliveries, 1_000_000);
  const canDie = durable !== undefined && problem === undefined && !isDead(topic);
  if (maxDeliveries !== undefined && !canDie)
    issues.add("/maxDeliveries", "must not be there: only a durable subscription to no dead letters has any");
  issues.throwIfAny("events/invalid-request");
  return Object.freeze({
    topic,
    from,
    durable,
    maxInFlight: maxInFlight ?? SUBSCRIBE_DEFAULTS.maxInFlight,
    ackTimeoutMs: ackTimeoutMs ?? SUBSCRIBE_DEFAULTS.ackTimeoutMs,
    maxDeliveries: canDie ? (maxDeliveries ?? SUBSCRIBE_DEFAULTS.maxDeliveries) : Number.POSITIVE_INFINITY,
  });
}

/** Throws `events/invalid-request` for a delay that `nack` cannot have. */
export function checkDelay(delayMs: number): void {
  if (delayMs >= 0 && delayMs <= 86_400_000) return;
  const issues = new IssueList();
  issues.add("/delayMs", "must be 0 to 86400000 milliseconds");
  issues.throwIfAny("events/invalid-request");
}

function isFrom(from: unknown): from is SubscribeFrom {
  if (from === "new" || from === "all") return true;
  if (typeof from !== "object" || from === null) return false;
  const { sequence, time } = from as { readonly sequence?: unknown; readonly time?: unknown };
  if (sequence !== undefined) return time === undefined && Number.isSafeInteger(sequence) && Number(sequence) >= 1;
  return typeof time === "number" && time >= 0 && time <= LATEST;
}
