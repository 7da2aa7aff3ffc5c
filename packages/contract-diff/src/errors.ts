import { defineErrors, type ErrorFactory, type FieldIssue } from "@cordon/core";

const listed = (issues: readonly FieldIssue[]): string =>
  issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ");

/** A file, with the line and the column where they are known. */
export interface FilePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

const at = ({ file, line, column }: FilePosition): string =>
  [file, line, column].filter((part) => part !== undefined).join(":");

/** The codes of `@cordon/contract-diff`. All of them end the command line with exit code 2. */
export const contractDiffErrors = {
  "contract-diff/unreadable": {
    kind: "malformed",
    retryable: false,
    message: (details: FilePosition & { readonly problem: string }): string => `${at(details)}: ${details.problem}`,
  },
  "contract-diff/not-found": {
    kind: "not-found",
    retryable: false,
    message: ({ what, hint }: { readonly what: string; readonly hint: string }): string =>
      `There is no ${what}. ${hint}`,
  },
  "contract-diff/invalid-contract": {
    kind: "invalid",
    retryable: false,
    message: (details: FilePosition & { readonly issues: readonly FieldIssue[] }): string =>
      `${at(details)}: ${listed(details.issues)}`,
  },
  "contract-diff/unresolved-ref": {
    kind: "invalid",
    retryable: false,
    message: (
      details: FilePosition & { readonly pointer: string; readonly target: string; readonly problem: string },
    ): string => `${at(details)}: the $ref at ${details.pointer} leads to ${details.target}, ${details.problem}.`,
  },
  "contract-diff/cyclic-schema": {
    kind: "invalid",
    retryable: false,
    message: (details: FilePosition & { readonly pointer: string }): string =>
      `${at(details)}: the schema at ${details.pointer || "/"} contains itself with no property or item between, so no document can be checked against it.`,
  },
  "contract-diff/too-large": {
    kind: "too-large",
    retryable: false,
    message: (details: FilePosition & { readonly what: string; readonly limit: number }): string =>
      `${at(details)}: ${details.what}; the limit is ${details.limit}.`,
  },
  "contract-diff/nothing-compared": {
    kind: "invalid",
    retryable: false,
    message: ({ what }: { readonly what: string }): string =>
      `Nothing was compared: ${what}. A check that looks at nothing must not pass, so name what there is to compare.`,
  },
  "contract-diff/usage": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `${problem} \`contract-diff --help\` lists the commands.`,
  },
} as const;

/** Makes this package's errors. */
export const contractDiffError: ErrorFactory<typeof contractDiffErrors> = defineErrors(contractDiffErrors);
