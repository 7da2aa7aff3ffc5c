import { defineErrors, type ErrorFactory } from "@cordon/core";

/** The codes of `@cordon/plugin-kit`. */
export const kitErrors = {
  "kit/usage": {
    kind: "malformed",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `Wrong usage. ${problem}`,
  },
  "kit/file": {
    kind: "not-found",
    retryable: false,
    message: ({ file, problem }: { readonly file: string; readonly problem: string }): string => `${file} ${problem}`,
  },
  "kit/tool-missing": {
    kind: "unavailable",
    retryable: false,
    message: ({ tool, advice }: { readonly tool: string; readonly advice: string }): string =>
      `${tool} is needed to build this plugin, and is not installed. ${advice}`,
  },
  "kit/build-failed": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `The plugin could not be built.\n${problem}`,
  },
  "kit/not-loaded": {
    kind: "invalid",
    retryable: false,
    message: ({ code, problem }: { readonly code: string; readonly problem: string }): string => `${code}: ${problem}`,
  },
  "kit/server": {
    kind: "dependency",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string => `Asking the server failed. ${problem}`,
  },
} as const;

/** Makes this package's errors. */
export const kitError: ErrorFactory<typeof kitErrors> = defineErrors(kitErrors);
