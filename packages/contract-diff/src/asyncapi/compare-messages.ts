import type { Flow } from "../finding.ts";
import { pointerKeys } from "../schema/pointer.ts";
import { compareBindings } from "./compare-bindings.ts";
import { comparePayloads, isForeign, isSamePayload } from "./compare-payloads.ts";
import { compareWords } from "./compare-words.ts";
import { breaksOf, type Comparison } from "./comparison.ts";
import { matchItems, type Matched } from "./match-items.ts";
import { plainMediaType } from "./media-type.ts";
import type { Message, Model } from "./model.ts";
import { objectAt, textAt } from "./read-shape.ts";
import type { Side } from "./side.ts";
import { childOf, type Spot } from "./spot.ts";

/** The messages of one operation, reply or channel in both versions. */
export interface MessageSets {
  readonly old: ReadonlyMap<string, Message>;
  readonly next: ReadonlyMap<string, Message>;
  /** Where a missing message would be named. */
  readonly oldHolder: Spot;
  readonly nextHolder: Spot;
  readonly flow: Flow;
  readonly subject: string;
  readonly models: Models;
}

/** What both documents say, for what a message has from the whole of its document. */
export interface Models {
  readonly old: Model;
  readonly next: Model;
}

/**
 * Compares messages with their partners: the same key, the same name, or, where both are gone, the same content. The messages that may
 * travel are a union, and each is held to its name: receivers are taken to know which of them they read.
 */
export function compareMessages(comparison: Comparison, sets: MessageSets): void {
  const { flow, subject } = sets;
  const { pairs, removed, added } = matchMessages(comparison, sets);
  for (const [key, message] of removed) {
    comparison.report({
      rule: "asyncapi/message-removed",
      breaks: breaksOf("removed", flow),
      subject: `${subject}, message ${key}`,
      message:
        flow === "in"
          ? `The message ${key} is received no longer, and others still send it. Go on receiving it until nobody does.`
          : `The message ${key} is sent no longer. Consumers that wait for it wait in vain: tell them.`,
      old: message.fields.spot,
      next: sets.nextHolder,
    });
  }
  for (const [key, message] of added) {
    comparison.report({
      rule: "asyncapi/message-added",
      breaks: breaksOf("added", flow),
      subject: `${subject}, message ${key}`,
      message:
        flow === "in"
          ? `The message ${key} is received now. Who sends it needs the new version.`
          : `The message ${key} is sent now, and consumers of the old contract do not know it. Send it on a channel of its own, or tell consumers first.`,
      old: sets.oldHolder,
      next: message.fields.spot,
    });
  }
  for (const pair of pairs) compareMessage(comparison, sets, pair);
}

const MAX_CONTENT_PAIRS = 2_500;

function matchMessages(comparison: Comparison, { old, next }: MessageSets): Matched<Message> {
  const matched = matchItems(old, next, [({ fields }) => textAt(fields.field("name"))]);
  if (matched.removed.length * matched.added.length > MAX_CONTENT_PAIRS) return matched;
  const added = new Map(matched.added);
  const removed: (readonly [string, Message])[] = [];
  const pairs = [...matched.pairs];
  for (const [key, message] of matched.removed) {
    const twin = [...added].find(([, candidate]) => isSameMessage(message, candidate, comparison));
    if (twin === undefined) removed.push([key, message]);
    else {
      pairs.push({ key, nextKey: twin[0], old: message, next: twin[1] });
      added.delete(twin[0]);
    }
  }
  return { pairs, removed, added: [...added] };
}

function isSameMessage(old: Message, next: Message, comparison: Comparison): boolean {
  const fields = ["payload", "headers", "contentType", "bindings"];
  return fields.every((name) => isSamePayload(old.fields.field(name), next.fields.field(name), comparison));
}

function compareMessage(
  comparison: Comparison,
  { flow, subject: above, models }: MessageSets,
  { key, nextKey, old, next }: Matched<Message>["pairs"][number],
): void {
  comparison.examine();
  const subject = `${above}, message ${key}`;
  if (key !== nextKey || textAt(old.fields.field("name")) !== textAt(next.fields.field("name"))) {
    comparison.report({
      rule: "asyncapi/message-renamed",
      breaks: "none",
      subject,
      message: `The message ${key} has another key or name${key === nextKey ? "" : `, ${nextKey}`}. Nothing of it travels; generated code changes.`,
      old: old.fields.spot,
      next: next.fields.spot,
    });
  }
  comparison.shared({ old: old.fields, next: next.fields, flow, user: subject }, () => {
    const shared = `${sharedSubject(old) ?? subject}, ${flow === "in" ? "received" : "sent"}`;
    compareContents(comparison, { old, next, models, subject: shared, flow });
  });
}

/** What a message is called that several operations may use: by where it is written. */
function sharedSubject({ fields }: Message): string | undefined {
  const [area, ...rest] = pointerKeys(fields.spot.pointer) ?? [];
  const [first, name, second, key] = area === "components" ? rest : [area, ...rest];
  if (first === "messages" && name !== undefined && second === undefined) return `message ${name}`;
  return first === "channels" && second === "messages" && key !== undefined
    ? `channel ${name}, message ${key}`
    : undefined;
}

/** All but how the message is called, which may differ from one channel to the next. */
function compareContents(
  comparison: Comparison,
  pair: MessagePair & { readonly models: Models; readonly flow: Flow },
): void {
  const { old, next, subject, flow } = pair;
  const holders = { oldHolder: old.fields.spot, nextHolder: next.fields.spot };
  for (const [name, absent] of [
    ["payload", true],
    ["headers", { type: "object" }],
  ] as const) {
    const fields = { old: old.fields.field(name), next: next.fields.field(name) };
    comparePayloads(comparison, { ...fields, ...holders, flow, subject: `${subject}, ${name}`, absent });
  }
  compareContentTypes(comparison, pair);
  compareCorrelation(comparison, pair);
  compareBindings(comparison, {
    old: old.fields.field("bindings"),
    next: next.fields.field("bindings"),
    ...holders,
    kind: "message",
    flow,
    subject,
  });
  compareWords(comparison, { subject, old: old.fields, next: next.fields });
}

interface MessagePair {
  readonly old: Message;
  readonly next: Message;
  readonly subject: string;
}

function compareContentTypes(
  comparison: Comparison,
  { old, next, models, subject }: MessagePair & { readonly models: Models },
): void {
  const before = contentTypeOf(old, models.old, comparison.old);
  const after = contentTypeOf(next, models.next, comparison.next);
  if (before === after) return;
  const isUnknown = before === undefined || after === undefined;
  comparison.reportBoth({
    rule: "asyncapi/content-type",
    subject,
    message: isUnknown
      ? `The content type was ${before ?? "not said"} and is ${after ?? "not said"} now, so whether the bytes are the same cannot be told. Say it in both versions.`
      : `The content type was ${before} and is ${after} now: what one side writes, the other cannot read. Send it as a message of its own.`,
    old: old.fields.field("contentType") ?? old.fields.spot,
    next: next.fields.field("contentType") ?? next.fields.spot,
    isUnknown,
  });
}

// A payload that JSON Schema describes is JSON where nothing else is said.
function contentTypeOf({ fields }: Message, model: Model, side: Side): string | undefined {
  const text = textAt(fields.field("contentType")) ?? model.defaultContentType;
  if (text !== undefined) return plainMediaType(text);
  return isForeign(fields.field("payload"), side) ? undefined : "application/json";
}

function compareCorrelation(
  comparison: Comparison,
  { old, next, flow, subject }: MessagePair & { readonly flow: Flow },
): void {
  const before = locationOf(old, comparison.old);
  const after = locationOf(next, comparison.next);
  if (before === after) return;
  const what = { rule: "asyncapi/correlation-id", subject, old: old.fields.spot, next: next.fields.spot };
  if (before !== undefined && after !== undefined) {
    const message = `The correlation id was at ${before} and is at ${after} now. Write it to both places until nobody reads the old one.`;
    return comparison.reportBoth({ ...what, message });
  }
  // A promise more of who sends. One that the owner makes may be added, one that others make may be dropped.
  const isPromised = after !== undefined;
  comparison.report({
    ...what,
    breaks: breaksOf(isPromised ? "removed" : "added", flow),
    message: isPromised
      ? `The message must have a correlation id at ${after} now. Take messages without it for a while.`
      : `The message has no correlation id at ${before} any longer. Go on sending it.`,
  });
}

function locationOf({ fields }: Message, { reader }: Side): string | undefined {
  const field = fields.field("correlationId");
  return field === undefined ? undefined : textAt(childOf(objectAt(reader.follow(field)), "location"));
}
