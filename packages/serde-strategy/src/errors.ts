import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";

/** The codes of `@cordon/serde-strategy`. */
export const serdeErrors = {
  "serde/malformed": {
    kind: "malformed",
    retryable: false,
    message: ({ format }: { readonly format: string }): string =>
      `The bytes are not one complete value in ${format}, or hold what ${format} and the other formats do not share.`,
  },
  "serde/too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ maxBytes }: { readonly maxBytes: number }): string =>
      `The value takes more than ${maxBytes} bytes. Send less.`,
  },
  "serde/too-deep": {
    kind: "malformed",
    retryable: false,
    message: ({ maxDepth }: { readonly maxDepth: number }): string =>
      `The value is nested more than ${maxDepth} levels deep. Send it flatter.`,
  },
  "serde/too-many-items": {
    kind: "too-large",
    retryable: false,
    message: ({ maxItems }: { readonly maxItems: number }): string =>
      `The value holds more than ${maxItems} values. Send it in parts.`,
  },
  "serde/forbidden-key": {
    kind: "malformed",
    retryable: false,
    message: (_details: NoDetails): string => "The key __proto__ is not allowed anywhere in a value. Leave it out.",
  },
  "serde/unsupported-value": {
    kind: "internal",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The value does not survive every format. ${issues.map(({ pointer, message }) => `${pointer || "It"} ${message}`).join("; ")}.`,
  },
} as const;

/** Makes this package's errors. */
export const serdeError: ErrorFactory<typeof serdeErrors> = defineErrors(serdeErrors);
