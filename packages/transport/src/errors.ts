import { defineErrors, type ErrorFactory } from "@cordon/core";

/** The codes of `@cordon/transport`, as a caller sees them. */
export const transportErrors = {
  "transport/unreachable": {
    kind: "unavailable",
    retryable: true,
    message: (_details: { readonly address: string }): string =>
      "Nothing answered at the address, or the connection was lost before the answer was complete. Whether the request was carried out is not known.",
  },
  "transport/response-too-large": {
    kind: "internal",
    retryable: false,
    message: ({ maxBytes }: { readonly maxBytes: number }): string =>
      `The answer is larger than ${maxBytes} bytes and was not read.`,
  },
  "transport/unexpected-response": {
    kind: "internal",
    retryable: false,
    message: ({ status }: { readonly status: number }): string =>
      `The answer's status ${status} means nothing on this transport. Check that the address is that of a Cordon server.`,
  },
  "transport/unknown-operation": {
    kind: "invalid",
    retryable: false,
    message: ({ operation }: { readonly operation: string }): string =>
      `The operation ${operation} is bound to no address on this transport.`,
  },
} as const;

/** Makes this package's errors. */
export const transportError: ErrorFactory<typeof transportErrors> = defineErrors(transportErrors);
