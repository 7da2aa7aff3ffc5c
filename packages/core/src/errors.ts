import { defineErrors, type ErrorFactory, type FieldIssue } from "./app-error.ts";

const listed = (issues: readonly FieldIssue[]): string =>
  issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ");

/** The codes of `@cordon/core`. `docs/errors.md` is generated from this and the other packages' catalogues. */
export const coreErrors = {
  "core/aborted": {
    kind: "aborted",
    retryable: true,
    message: (): string =>
      "The caller cancelled the operation before it finished. Send it again if it is still wanted.",
  },
  "core/internal": {
    kind: "internal",
    retryable: false,
    message: (): string => "Something failed inside the server. Report the trace id to its operator.",
  },
  "auth/required": {
    kind: "unauthenticated",
    retryable: false,
    message: (): string => "This operation needs a token. Send it as `authorization: Bearer <token>`.",
  },
  "auth/rejected": {
    kind: "unauthenticated",
    retryable: false,
    message: (): string => "The token was not accepted. Check that it is complete, current and meant for this server.",
  },
  "project/not-found": {
    kind: "not-found",
    retryable: false,
    message: (_details: { readonly id: string }): string =>
      "No project has this id. List the projects to see which exist.",
  },
  "project/invalid": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The project is not valid. ${listed(issues)}`,
  },
  "project/conflict": {
    kind: "conflict",
    retryable: false,
    message: ({
      expected,
      actual,
    }: {
      readonly id: string;
      readonly expected: number;
      readonly actual: number;
    }): string =>
      `The project is at revision ${actual}, not ${expected}. Read it again and repeat the change on what you find.`,
  },
  "project/invalid-cursor": {
    kind: "invalid",
    retryable: false,
    message: (): string => "The cursor was not made by this list. Start again without a cursor.",
  },
  "project/key-reused": {
    kind: "conflict",
    retryable: false,
    message: (): string =>
      "The idempotency key was used before for a different request. Use a new key for a new request.",
  },
  "storage/conflict": {
    kind: "conflict",
    retryable: true,
    message: (_details: { readonly index: number; readonly collection: string; readonly key: string }): string =>
      "The record has changed since it was read. Read it again and repeat the change.",
  },
  "storage/invalid": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `Storage cannot take this request. ${listed(issues)}`,
  },
  "storage/unavailable": {
    kind: "unavailable",
    retryable: true,
    message: (_details: { readonly reason: string }): string => "The database did not answer. Try again shortly.",
  },
  "tls/unavailable": {
    kind: "unavailable",
    retryable: false,
    message: (_details: { readonly reason: string }): string =>
      "The TLS key or certificate could not be loaded. See the server's log.",
  },
} as const;

/** Makes this package's errors. */
export const coreError: ErrorFactory<typeof coreErrors> = defineErrors(coreErrors);
