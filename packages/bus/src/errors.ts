import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";

// Codes of the same package: the documentation of errors is made from this file.
export { tokenErrors } from "./token/token-errors.ts";

/** The codes of `@cordon/bus`, but for those of tokens. */
export const busErrors = {
  "bus/denied": {
    kind: "forbidden",
    retryable: false,
    message: ({ publisher, capability }: { readonly publisher: string; readonly capability: string }): string =>
      `${publisher} has no grant for ${capability}. Ask the host to grant it.`,
  },
  "bus/not-narrower": {
    kind: "invalid",
    retryable: false,
    message: ({ field }: { readonly field: string }): string =>
      `A grant can only be narrowed, and the ${field} would make it wider. Ask for less, or for a grant of its own.`,
  },
  "bus/invalid-pattern": {
    kind: "invalid",
    retryable: false,
    message: ({ what, form }: { readonly what: string; readonly form: string }): string =>
      `The ${what} is not valid. Use ${form}.`,
  },
  "bus/invalid-message": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The message cannot be published. ${issues.map(({ pointer, message }) => `${pointer || "(whole message)"}: ${message}`).join("; ")}`,
  },
  "bus/disconnected": {
    kind: "unavailable",
    retryable: true,
    message: ({ capacity }: { readonly name: string; readonly capacity: number }): string =>
      `The subscriber fell behind by more than ${capacity} messages and was disconnected. Subscribe again, and read faster or with more capacity.`,
  },
  "bus/poisoned": {
    kind: "internal",
    retryable: false,
    message: ({ deliveries }: { readonly id: string; readonly deliveries: number }): string =>
      `A message was delivered ${deliveries} times and never acknowledged, so the subscription was stopped. Look at the dead letters.`,
  },
  "bus/no-responder": {
    kind: "not-found",
    retryable: true,
    message: (_details: { readonly to: string }): string =>
      "Nobody on the bus answers to this name. Start the module, or check the name.",
  },
  "bus/busy": {
    kind: "rate-limited",
    retryable: true,
    message: ({ capacity }: { readonly to: string; readonly capacity: number }): string =>
      `The addressee has ${capacity} commands waiting already. Try again when it has answered some.`,
  },
  "bus/request-timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: { readonly to: string; readonly timeoutMs: number }): string =>
      `No answer came within ${timeoutMs} ms. Try again, or allow it more time.`,
  },
  "bus/responder-failed": {
    kind: "dependency",
    retryable: false,
    message: (_details: { readonly to: string }): string =>
      "The addressee failed while it answered. See the log of the module.",
  },
  "bus/too-many-delayed": {
    kind: "rate-limited",
    retryable: true,
    message: ({ max }: { readonly max: number }): string =>
      `${max} messages are waiting to be published later already. Try again when some of them are.`,
  },
  "bus/too-many-grants": {
    kind: "rate-limited",
    retryable: false,
    message: ({ max }: { readonly max: number }): string =>
      `There are ${max} grants already. Revoke some, or grant a pattern that covers more.`,
  },
  "bus/too-narrow": {
    kind: "invalid",
    retryable: false,
    message: ({ max }: { readonly max: number }): string =>
      `It was narrowed ${max} times already. Narrow what it comes from instead.`,
  },
  "bus/bridge-full": {
    kind: "rate-limited",
    retryable: true,
    message: ({ max }: { readonly max: number }): string =>
      `${max} messages wait for the broker already, so this one was delivered in this process only. Try again when it answers.`,
  },
  "bus/bridge-unavailable": {
    kind: "unavailable",
    retryable: true,
    message: ({ timeoutMs }: { readonly timeoutMs: number }): string =>
      `The broker did not take the message within ${timeoutMs} ms, so it was delivered in this process only. Publish it again if others need it.`,
  },
  "bus/bridge-too-large": {
    kind: "too-large",
    retryable: false,
    message: (_details: { readonly bytes: number }): string =>
      "The message is larger than the broker takes, so it did not leave this process. Send less at once, or let the broker take more.",
  },
  "bus/bridge-not-opened": {
    kind: "unavailable",
    retryable: true,
    message: ({ problem }: { readonly problem: string }): string =>
      `The bus could not be joined to those of other servers: ${problem}.`,
  },
  "bus/bridge-refused": {
    kind: "forbidden",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `A message of another server was refused: ${problem}. Check that both have the same keys, and clocks that agree.`,
  },
  "bus/closed": {
    kind: "unavailable",
    retryable: false,
    message: (_details: NoDetails): string => "The bus was closed. Open another one.",
  },
} as const;

/** Makes this package's errors. */
export const busError: ErrorFactory<typeof busErrors> = defineErrors(busErrors);
