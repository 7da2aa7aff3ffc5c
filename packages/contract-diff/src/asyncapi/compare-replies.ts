import type { Flow } from "../finding.ts";
import { compareMessages, type Models } from "./compare-messages.ts";
import { compareWords } from "./compare-words.ts";
import { plainFields } from "./fields-of.ts";
import { breaksOf, type Comparison } from "./comparison.ts";
import type { Operation, Reply } from "./model.ts";

/** Two operations that are the same one. */
export interface ReplyPair {
  readonly old: Operation;
  readonly next: Operation;
  /** Which way the request goes. The reply goes the other. */
  readonly flow: Flow;
  readonly subject: string;
  readonly models: Models;
  /** The new key of an old channel. */
  nextKeyOf(channel: string): string | undefined;
}

/** Compares what answers an operation. */
export function compareReplies(comparison: Comparison, pair: ReplyPair): void {
  const { old, next, flow } = pair;
  const subject = `${pair.subject}, reply`;
  if (old.reply !== undefined && next.reply !== undefined)
    return compareReply(comparison, pair, old.reply, next.reply, subject);
  if (old.reply === undefined && next.reply === undefined) return;
  const isNew = next.reply !== undefined;
  // One that asks for a reply makes a demand, and one that gives it makes a promise: whom it breaks turns around with the flow.
  comparison.report({
    rule: isNew ? "asyncapi/reply-added" : "asyncapi/reply-removed",
    breaks: breaksOf(isNew ? "added" : "removed", flow),
    subject,
    message: replyMessage(isNew, flow),
    old: old.reply?.spot ?? old.fields.spot,
    next: next.reply?.spot ?? next.fields.spot,
  });
}

function replyMessage(isNew: boolean, flow: Flow): string {
  if (flow === "in")
    return isNew
      ? "The application replies now. Who waits for it needs the new version."
      : "The application replies no longer, and others wait. Go on replying.";
  return isNew
    ? "The application waits for a reply now, which nobody sends yet. Get along without it for a while."
    : "The application waits for no reply any longer.";
}

function compareReply(comparison: Comparison, pair: ReplyPair, old: Reply, next: Reply, subject: string): void {
  comparison.examine();
  const spots = { old: old.spot, next: next.spot };
  const movedTo = old.channel && (pair.nextKeyOf(old.channel.key) ?? old.channel.key);
  if (movedTo !== next.channel?.key && old.channel?.key !== next.channel?.key) {
    const message = `The reply was on ${nameOf(old)} and is on ${nameOf(next)} now. Reply on both until nobody waits at the old one.`;
    comparison.reportBoth({ rule: "asyncapi/reply-moved", subject, message, ...spots });
  }
  if (old.location !== next.location) {
    const message = `The address of the reply was read from ${old.location ?? "nowhere"} and is read from ${next.location ?? "nowhere"} now. Write it to both places until nobody reads the old one.`;
    comparison.reportBoth({ rule: "asyncapi/reply-moved", subject, message, ...spots });
  }
  compareMessages(comparison, {
    old: old.messages,
    next: next.messages,
    oldHolder: old.spot,
    nextHolder: next.spot,
    flow: pair.flow === "in" ? "out" : "in",
    subject,
    models: pair.models,
  });
  compareWords(comparison, { subject, old: plainFields(old.spot), next: plainFields(next.spot) });
}

function nameOf({ channel }: Reply): string {
  return channel === undefined ? "no channel of its own" : `the channel ${channel.key}`;
}
