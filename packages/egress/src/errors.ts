import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";
import type { RefusedAddress } from "./address/special-ranges.ts";
import type { DenialReason } from "./rules/egress-rule.ts";

/** The codes of `@cordon/egress`. Their messages reach guests: no address, no header and no secret is in one. */
export const egressErrors = {
  "egress/invalid": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The request cannot be sent. ${issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ")}`,
  },
  "egress/denied": {
    kind: "forbidden",
    retryable: false,
    message: ({ reason }: { readonly reason: DenialReason; readonly hop: number }): string =>
      `No rule of this grant allows the request's ${reason}. Ask whoever gave the grant for one, or send another request.`,
  },
  "egress/address-refused": {
    kind: "forbidden",
    retryable: false,
    message: ({ found }: { readonly found: RefusedAddress }): string =>
      `The host has an address that may not be reached: ${found}. Only hosts of the public internet may, and networks that a rule names.`,
  },
  "egress/unresolved": {
    kind: "unavailable",
    retryable: true,
    message: (_details: { readonly reason: string }): string =>
      "No address was found for the host. Check its name, or try again later.",
  },
  "egress/unreachable": {
    kind: "unavailable",
    retryable: true,
    message: (_details: { readonly reason: string }): string =>
      "The host could not be reached, or ended the connection before its answer was complete. Try again later.",
  },
  "egress/bad-response": {
    kind: "unavailable",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `The host's answer cannot be used: ${problem}. Whatever the request asked for may have been done.`,
  },
  "egress/timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: { readonly timeoutMs: number }): string =>
      `The request was not done after ${timeoutMs} ms and was cancelled. Try again, or allow it more time.`,
  },
  "egress/too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ what, maxBytes }: { readonly what: string; readonly maxBytes: number }): string =>
      `The ${what} takes more than ${maxBytes} bytes. Send or ask for less.`,
  },
  "egress/redirect-refused": {
    kind: "forbidden",
    retryable: false,
    message: ({ reason }: { readonly reason: string }): string =>
      `The host answered with a redirect that is not followed: ${reason}. Send the request to where it leads, if that is allowed.`,
  },
  "egress/secret-denied": {
    kind: "forbidden",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `A placeholder for a secret cannot be filled in: ${problem}.`,
  },
  "egress/secret-leak": {
    kind: "forbidden",
    retryable: false,
    message: ({ where }: { readonly where: string; readonly found: string }): string =>
      `There is a secret in the ${where}, so it was withheld. Refer to secrets by placeholders, in values of request headers.`,
  },
  "egress/rate-limited": {
    kind: "rate-limited",
    retryable: true,
    message: ({ retryAfterMs }: { readonly retryAfterMs: number }): string =>
      `Too many requests were sent to this host. Try again in ${retryAfterMs} ms.`,
  },
  "egress/busy": {
    kind: "rate-limited",
    retryable: true,
    message: ({ maxConcurrent }: { readonly maxConcurrent: number }): string =>
      `${maxConcurrent} requests of this grant are under way already. Try again when one of them has ended.`,
  },
  "egress/revoked": {
    kind: "forbidden",
    retryable: false,
    message: (_details: NoDetails): string => "The grant was revoked. Ask whoever gave it for another.",
  },
} as const;

/** Makes this package's errors. */
export const egressError: ErrorFactory<typeof egressErrors> = defineErrors(egressErrors);
