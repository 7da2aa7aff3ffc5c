import { defineErrors, type ErrorFactory, type NoDetails } from "@cordon/core";

/** The codes of tokens. No message and no detail holds a part of a token, of a key, or of what was signed. */
export const tokenErrors = {
  "bus/invalid-key": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `The key cannot be used: it ${problem}.`,
  },
  "bus/token-too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ limit }: { readonly limit: string }): string =>
      `The token would have more than ${limit}. Use fewer or wider patterns, or have one issued in place of narrowing again.`,
  },
  "bus/token-malformed": {
    kind: "malformed",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `The token cannot be read: it ${problem}.`,
  },
  "bus/token-untrusted": {
    kind: "unauthenticated",
    retryable: false,
    message: (_details: NoDetails): string => "The token was not issued by a key that this bus trusts, or was changed.",
  },
  "bus/token-wrong-audience": {
    kind: "unauthenticated",
    retryable: false,
    message: (_details: { readonly audience: string }): string => "The token was issued for another bus.",
  },
  "bus/token-expired": {
    kind: "unauthenticated",
    retryable: false,
    message: (_details: { readonly expiresAt: number }): string => "The token has expired. Get a new one.",
  },
  "bus/token-not-yet-valid": {
    kind: "unauthenticated",
    retryable: true,
    message: (_details: { readonly notBefore: number }): string =>
      "The token is not valid yet. Wait, or set the clocks of both servers.",
  },
  "bus/token-revoked": {
    kind: "unauthenticated",
    retryable: false,
    message: (_details: { readonly id: string }): string =>
      "The token was revoked, or a token that it was narrowed from was. Get a new one.",
  },
  "bus/token-unchecked": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "It cannot be told now whether the token was revoked, so it is refused. Try again.",
  },
  "bus/token-proof": {
    kind: "unauthenticated",
    retryable: false,
    message: (_details: NoDetails): string =>
      "The message was not signed by the holder of the token. Sign the same bytes with the token that is shown.",
  },
} as const;

/** Makes the errors of tokens. */
export const tokenError: ErrorFactory<typeof tokenErrors> = defineErrors(tokenErrors);
