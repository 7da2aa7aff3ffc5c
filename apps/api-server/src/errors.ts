import { defineErrors, type ErrorFactory, type FieldIssue, type NoDetails } from "@cordon/core";

/** The codes of the API server itself. */
export const serverErrors = {
  "server/bad-config": {
    kind: "invalid",
    retryable: false,
    message: ({ problems }: { readonly problems: readonly string[] }): string =>
      `The server cannot start with this environment:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
  },
  "server/no-such-route": {
    kind: "not-found",
    retryable: false,
    message: (_details: NoDetails): string => "Nothing is served at this path. See /openapi.json for what is.",
  },
  "server/method-not-allowed": {
    kind: "not-allowed",
    retryable: false,
    message: (_details: NoDetails): string =>
      "This path is not served with this method. See the allow header for those it takes.",
  },
  "server/malformed-request": {
    kind: "malformed",
    retryable: false,
    message: (_details: NoDetails): string => "The request could not be read. Check its path, headers and encoding.",
  },
  "server/body-too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ maxBytes }: { readonly maxBytes: number }): string =>
      `The body is larger than ${maxBytes} bytes. Send less.`,
  },
  "server/body-required": {
    kind: "malformed",
    retryable: false,
    message: (_details: NoDetails): string => "This operation needs a body, and the request has none.",
  },
  "server/unsupported-media-type": {
    kind: "unsupported",
    retryable: false,
    message: ({ accepted }: { readonly accepted: readonly string[] }): string =>
      `The body's content type is not one that this operation takes. Send one of ${accepted.join(", ")}.`,
  },
  "server/not-acceptable": {
    kind: "not-acceptable",
    retryable: false,
    message: ({ offered }: { readonly offered: readonly string[] }): string =>
      `Nothing that the accept header allows is on offer. Accept one of ${offered.join(", ")}.`,
  },
  "server/rate-limited": {
    kind: "rate-limited",
    retryable: true,
    message: (_details: { readonly retryAfterSeconds: number }): string =>
      "This address has made too many requests. Wait for the time in the retry-after header.",
  },
  "server/invalid-parameters": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The request's parameters are not valid. ${issues.map(({ pointer, message }) => `${pointer}: ${message}`).join("; ")}`,
  },
  "server/project-has-plugins": {
    kind: "conflict",
    retryable: false,
    message: ({ plugins }: { readonly plugins: number }): string =>
      `The project has ${plugins} plugins, whose data would be lost. Uninstall them first.`,
  },
  "server/no-plugin-folder": {
    kind: "forbidden",
    retryable: false,
    message: (_details: NoDetails): string =>
      "This server installs from no folder. Upload the plugin, or have the operator set CORDON_PLUGIN_DIR.",
  },
  "server/plugin-folder-refused": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `The folder cannot be installed: ${problem}. Mend it, or name another one.`,
  },
  "server/starting": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The server's plugins are not started yet. Send the request again shortly, or see the server's log.",
  },
  "server/draining": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The server is stopping. Send the request to another one, or again shortly.",
  },
} as const;

/** Makes this server's errors. */
export const serverError: ErrorFactory<typeof serverErrors> = defineErrors(serverErrors);
