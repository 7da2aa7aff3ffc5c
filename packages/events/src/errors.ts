import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";

const listed = (issues: readonly FieldIssue[]): string =>
  issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ");

/** The codes of `@cordon/events`. No value of an event, no address and no credential is in a message. */
export const eventsErrors = {
  "events/malformed": {
    kind: "malformed",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `This cannot be read as a CloudEvent: ${problem}.`,
  },
  "events/invalid-event": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `This is not a valid CloudEvent. ${listed(issues)}`,
  },
  "events/too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ what, limit }: { readonly what: string; readonly limit: number }): string =>
      `There is more than the limit allows: ${what}, of which there may be ${limit}. Send less.`,
  },
  "events/invalid-request": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The event bus cannot do this. ${listed(issues)}`,
  },
  "events/durable-in-use": {
    kind: "conflict",
    retryable: false,
    message: (_details: { readonly durable: string }): string =>
      "A durable subscription of this name reads another topic. Take another name, or the same topic.",
  },
  "events/buffer-full": {
    kind: "unavailable",
    retryable: true,
    message: ({ maxEvents, maxBytes }: { readonly maxEvents: number; readonly maxBytes: number }): string =>
      `The broker has yet to confirm as many events as may wait: ${maxEvents}, or ${maxBytes} bytes. Publish again when some have been confirmed.`,
  },
  "events/unavailable": {
    kind: "unavailable",
    retryable: true,
    message: (_details: { readonly reason: string }): string =>
      "The event broker did not answer in time. Try again shortly; an event that did arrive is recognised and not kept twice.",
  },
  "events/broker-refused": {
    kind: "dependency",
    retryable: false,
    message: (_details: { readonly reason: string; readonly status: number }): string =>
      "The event broker refused this. Its operator finds the reason in the log.",
  },
  "events/closed": {
    kind: "unavailable",
    retryable: false,
    message: (_details: NoDetails): string => "The event bus was closed. Make another one.",
  },
} as const;

/** Makes this package's errors. */
export const eventsError: ErrorFactory<typeof eventsErrors> = defineErrors(eventsErrors);
