import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";

/** The codes of what the kernel keeps in storage. No value of a config entry, and no passphrase, is in one. */
export const stateErrors = {
  "state/invalid": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `This cannot be kept. ${issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ")}`,
  },
  "state/not-found": {
    kind: "not-found",
    retryable: false,
    message: ({ what }: { readonly what: string; readonly key: string }): string =>
      `There is no ${what} of this name. List them to see which exist.`,
  },
  "state/conflict": {
    kind: "conflict",
    retryable: false,
    message: ({
      what,
      expected,
      actual,
    }: {
      readonly what: string;
      readonly key: string;
      readonly expected: number;
      readonly actual: number;
    }): string =>
      `The ${what} is at revision ${actual}, not ${expected}. Read it again and repeat the change on what you find.`,
  },
  "state/contended": {
    kind: "unavailable",
    retryable: true,
    message: ({ what, attempts }: { readonly what: string; readonly attempts: number }): string =>
      `Others changed the ${what} at each of ${attempts} attempts. Nothing was changed; try again.`,
  },
  "state/busy": {
    kind: "rate-limited",
    retryable: true,
    message: ({ maxWaitingBytes }: { readonly maxWaitingBytes: number }): string =>
      `Decisions of ${maxWaitingBytes} bytes wait to be written already. Try again when some of them are.`,
  },
  "state/damaged": {
    kind: "internal",
    retryable: false,
    message: ({ record }: { readonly record: string }): string =>
      `What storage holds as ${record} was changed from outside, or by another version. It is not used.`,
  },
  "state/no-keys": {
    kind: "unavailable",
    retryable: false,
    message: (_details: NoDetails): string =>
      "Secrets need a passphrase to be encrypted with, and this server was given none.",
  },
  "state/wrong-passphrase": {
    kind: "unavailable",
    retryable: false,
    message: ({ keyId }: { readonly keyId: string }): string =>
      `None of the passphrases opens the key ${keyId}, with which secrets are encrypted. Give the one it was made with, as current or previous.`,
  },
  "state/key-unknown": {
    kind: "unavailable",
    retryable: false,
    message: ({ key, keyId }: { readonly key: string; readonly keyId: string }): string =>
      `The secret ${key} is encrypted with the key ${keyId}, which this server has not opened. Start it again, with its passphrase.`,
  },
  "state/key-retired": {
    kind: "unavailable",
    retryable: false,
    message: ({ keyId }: { readonly keyId: string }): string =>
      `The key ${keyId} was retired by a rotation, so nothing new is encrypted with it. Start this server again with the current passphrase.`,
  },
  "state/tampered": {
    kind: "internal",
    retryable: false,
    message: ({ key }: { readonly key: string }): string =>
      `What storage holds as the secret ${key} was not encrypted for it, or was changed since. Set it again.`,
  },
  "state/not-secret": {
    kind: "not-allowed",
    retryable: false,
    message: ({ key }: { readonly key: string }): string =>
      `The value of ${key} is not kept as a secret, so it cannot be revealed as one. Get it instead.`,
  },
} as const;

/** Makes errors of what the kernel keeps in storage. */
export const stateError: ErrorFactory<typeof stateErrors> = defineErrors(stateErrors);
