import { eventsError } from "../errors.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { type CloudEventLimits, resolveCloudEventLimits } from "./cloud-event-limits.ts";
import { IssueList } from "./issue-list.ts";
import { readJsonEvent } from "./read-json-event.ts";
import { readPlainEvent } from "./read-plain-event.ts";
import { scanJson } from "./scan-json.ts";
import { textOf } from "./text-of-bytes.ts";

/**
 * Reads an event of the JSON format (`application/cloudevents+json`), strictly, and says all that is wrong with it at once. Throws
 * `events/malformed`, `events/too-large` or `events/invalid-event`, and nothing else.
 */
export function parseCloudEvent(input: Uint8Array | string, limits?: CloudEventLimits): CloudEvent {
  const resolved = resolveCloudEventLimits(limits);
  const text = textOf(input, resolved.maxBytes);
  return readPlainEvent(text, resolved) ?? readAnyEvent(text, resolved);
}

/** Reads an event the long way, which finds all that is wrong with it. */
export function readAnyEvent(text: string, resolved: Required<CloudEventLimits>): CloudEvent {
  const scan = scanJson(text, 1);
  // The event itself is one level.
  if (scan.depth > resolved.maxDepth + 1) throw tooDeep(resolved.maxDepth);
  const value = parseJson(text);
  const issues = new IssueList();
  const event = readJsonEvent(value, "", resolved, issues);
  if (scan.members !== memberCount(value)) issues.add("", "must not have a member twice");
  issues.throwIfAny();
  return event;
}

/**
 * Reads a batch of the JSON format (`application/cloudevents-batch+json`), under the rules of `parseCloudEvent`. One event that is not
 * valid makes the whole batch so. An empty batch is valid, and so is one that has an event twice.
 */
export function parseCloudEventBatch(input: Uint8Array | string, limits?: CloudEventLimits): readonly CloudEvent[] {
  const resolved = resolveCloudEventLimits(limits);
  const text = textOf(input, resolved.maxBytes);
  const scan = scanJson(text, 2);
  if (scan.depth > resolved.maxDepth + 2) throw tooDeep(resolved.maxDepth);
  const values = parseJson(text);
  const issues = new IssueList();
  if (!Array.isArray(values)) {
    issues.add("", "must be an array of events");
    issues.throwIfAny();
    return [];
  }
  if (values.length > resolved.maxEvents)
    throw eventsError("events/too-large", { what: "events in a batch", limit: resolved.maxEvents });
  const events: CloudEvent[] = [];
  let members = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value: unknown = values[at];
    members += memberCount(value);
    events.push(readJsonEvent(value, `/${at}`, resolved, issues));
  }
  if (scan.members !== members) issues.add("", "must have no event with a member twice");
  issues.throwIfAny();
  return events;
}

/** Parses JSON. The platform's own message quotes what it was given, so it is not kept. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw eventsError("events/malformed", { problem: "it is not JSON" });
  }
}

/** The error for data that nests more than it may. */
export function tooDeep(limit: number): Error {
  return eventsError("events/too-large", { what: "levels of data within each other", limit });
}

function memberCount(value: unknown): number {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).length : 0;
}
