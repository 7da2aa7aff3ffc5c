import { defineErrors, type ErrorFactory } from "@cordon/core";

/** The codes of `@cordon/resilience`. */
export const resilienceErrors = {
  "resilience/timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: { readonly timeoutMs: number }): string =>
      `The call was not done after ${timeoutMs} ms and was cancelled. Try again, or allow it more time.`,
  },
  "resilience/circuit-open": {
    kind: "unavailable",
    retryable: true,
    message: ({ openMs }: { readonly key: string; readonly openMs: number; readonly reopensAt: number }): string =>
      `Too many of the latest calls failed, so no more are made for ${openMs} ms. Try again after that.`,
  },
  "resilience/bulkhead-full": {
    kind: "rate-limited",
    retryable: true,
    message: ({
      running,
      waiting,
    }: {
      readonly key: string;
      readonly running: number;
      readonly waiting: number;
    }): string => `${running} calls run and ${waiting} wait already. Try again when some of them have ended.`,
  },
  "resilience/rate-limited": {
    kind: "rate-limited",
    retryable: true,
    message: ({ retryAfterMs }: { readonly key: string; readonly retryAfterMs: number }): string =>
      `Too many calls were made. Try again in ${retryAfterMs} ms.`,
  },
} as const;

/** Makes this package's errors. */
export const resilienceError: ErrorFactory<typeof resilienceErrors> = defineErrors(resilienceErrors);
