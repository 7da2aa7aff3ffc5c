import type { Flow } from "../finding.ts";
import { compareBindings } from "./compare-bindings.ts";
import type { ChannelPair } from "./compare-channels.ts";
import { compareMessages, type Models } from "./compare-messages.ts";
import { compareReplies } from "./compare-replies.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareWords } from "./compare-words.ts";
import type { Comparison } from "./comparison.ts";
import { matchItems, type Matched } from "./match-items.ts";
import type { Message, Operation } from "./model.ts";

/** Which way the messages of an operation go. */
const FLOWS: Readonly<Record<Operation["action"], Flow>> = { send: "out", receive: "in" };

/** Compares what the application does, and all that it sends and receives. */
export function compareOperations(comparison: Comparison, models: Models, channels: readonly ChannelPair[]): void {
  const { old, next } = models;
  const nextKeys = new Map(channels.map(({ key, nextKey }) => [key, nextKey]));
  const oldKeys = new Map(channels.map(({ key, nextKey }) => [nextKey, key]));
  // The same channel has one word here, the old key, for operations of both versions.
  const deed = ({ action, channel }: Operation): string =>
    JSON.stringify([
      action,
      old.channels.get(channel.key) === channel ? channel.key : (oldKeys.get(channel.key) ?? channel.key),
    ]);
  const { pairs, removed, added } = matchItems(old.operations, next.operations, [deed]);
  for (const [key, operation] of removed) {
    comparison.report({
      rule: "asyncapi/operation-removed",
      breaks: "backward",
      subject: `operation ${key}`,
      message:
        operation.action === "receive"
          ? `The application receives no longer what it received in ${key}. Go on receiving it until nobody sends it.`
          : `The application sends no longer what it sent in ${key}. Go on sending it until nobody waits for it.`,
      old: operation.fields.spot,
      next: comparison.next.root,
    });
  }
  for (const [key, operation] of added) {
    comparison.report({
      rule: "asyncapi/operation-added",
      breaks: "forward",
      subject: `operation ${key}`,
      message: `The operation ${key} is new. Who relies on it needs the new version.`,
      old: comparison.old.root,
      next: operation.fields.spot,
    });
  }
  for (const pair of pairs) {
    comparison.examine();
    compareOperation(comparison, models, pair, (key) => nextKeys.get(key));
  }
  compareIdleMessages(comparison, models, channels);
}

function compareOperation(
  comparison: Comparison,
  models: Models,
  { key, nextKey, old, next }: Matched<Operation>["pairs"][number],
  nextKeyOf: (channel: string) => string | undefined,
): void {
  const subject = `operation ${key}`;
  const spots = { old: old.fields.spot, next: next.fields.spot };
  if (key !== nextKey) {
    const message = `The key of the operation changed from ${key} to ${nextKey}. It does the same; generated code changes.`;
    comparison.report({ rule: "asyncapi/operation-renamed", breaks: "none", subject, message, ...spots });
  }
  if (old.action !== next.action) {
    const message = `The application did ${old.action} here and does ${next.action} now, so nobody does the other part. Make it an operation of its own.`;
    return comparison.reportBoth({ rule: "asyncapi/action-changed", subject, message, ...spots });
  }
  if (nextKeyOf(old.channel.key) !== next.channel.key && old.channel.key !== next.channel.key) {
    const message = `The operation was on the channel ${old.channel.key} and is on ${next.channel.key} now. Do both until nobody uses the old channel.`;
    comparison.reportBoth({ rule: "asyncapi/operation-moved", subject, message, ...spots });
  }
  const flow = FLOWS[old.action];
  const holders = { oldHolder: spots.old, nextHolder: spots.next };
  compareMessages(comparison, { old: old.messages, next: next.messages, ...holders, flow, subject, models });
  compareReplies(comparison, { old, next, flow, subject, models, nextKeyOf });
  compareSecurity(comparison, {
    old: old.fields.field("security"),
    next: next.fields.field("security"),
    ...holders,
    subject,
  });
  compareBindings(comparison, {
    old: old.fields.field("bindings"),
    next: next.fields.field("bindings"),
    ...holders,
    kind: "operation",
    flow,
    subject,
  });
  compareWords(comparison, { subject, old: old.fields, next: next.fields });
}

/**
 * Messages of a channel that no operation of either version names go some way that is not said: other applications send and receive
 * them. They are held both ways, so that neither side is let down unseen.
 */
function compareIdleMessages(comparison: Comparison, models: Models, channels: readonly ChannelPair[]): void {
  const busyBefore = busyMessages(models.old.operations.values());
  const busyNow = busyMessages(models.next.operations.values());
  for (const { key, old, next } of channels) {
    const used = new Set([...busyKeys(old.messages, busyBefore), ...busyKeys(next.messages, busyNow)]);
    const [before, after] = [old.messages, next.messages].map((messages) => idle(messages, used));
    if (before === undefined || after === undefined || before.size + after.size === 0) continue;
    for (const flow of ["in", "out"] as const) {
      compareMessages(comparison, {
        old: before,
        next: after,
        oldHolder: old.spot,
        nextHolder: next.spot,
        flow,
        subject: `channel ${key}, ${flow === "in" ? "if received" : "if sent"}`,
        models,
      });
    }
  }
}

function busyMessages(operations: Iterable<Operation>): ReadonlySet<Message> {
  const busy = new Set<Message>();
  for (const { messages, reply } of operations) {
    for (const message of messages.values()) busy.add(message);
    for (const message of reply?.messages.values() ?? []) busy.add(message);
  }
  return busy;
}

function busyKeys(messages: ReadonlyMap<string, Message>, busy: ReadonlySet<Message>): readonly string[] {
  return [...messages].filter(([, message]) => busy.has(message)).map(([key]) => key);
}

function idle(messages: ReadonlyMap<string, Message>, used: ReadonlySet<string>): ReadonlyMap<string, Message> {
  return new Map([...messages].filter(([key]) => !used.has(key)));
}
