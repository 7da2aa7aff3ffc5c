import { defineErrors, type ErrorFactory } from "@cordon/core";

/** The codes of `@cordon/storage`, besides those of core's Storage port. */
export const storageErrors = {
  "storage/schema-too-new": {
    kind: "unavailable",
    retryable: false,
    message: ({ found, known }: { readonly found: number; readonly known: number }): string =>
      `The database has schema ${found}, and this version of Cordon knows ${known}. Start the version that wrote it, or a newer one.`,
  },
} as const;

/** Makes this package's errors. */
export const storageError: ErrorFactory<typeof storageErrors> = defineErrors(storageErrors);
