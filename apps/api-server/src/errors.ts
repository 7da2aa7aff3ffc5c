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
  "server/plugin-refused": {
    kind: "invalid",
    retryable: false,
    message: ({ reason }: { readonly reason: string }): string => `The plugin that the module is refused: ${reason}`,
  },
  "server/starting": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The server's plugins are not started yet, or the grants on its bus not in force. Send the request again shortly, or see the server's log.",
  },
  "server/draining": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The server is stopping. Send the request to another one, or again shortly.",
  },
  "server/no-such-grant": {
    kind: "not-found",
    retryable: false,
    message: (_details: { readonly id: string }): string =>
      "No grant on the bus has this id. It was revoked, has expired, or was given by a server with another database.",
  },
  "server/too-many-grants": {
    kind: "conflict",
    retryable: false,
    message: ({ max }: { readonly max: number }): string =>
      `There are ${max} grants on the bus already. Revoke some, or grant a pattern that covers more.`,
  },
  "server/broker-unreachable": {
    kind: "unavailable",
    retryable: true,
    message: ({ reason }: { readonly reason: string }): string =>
      `The broker that CORDON_NATS_URL names cannot be used: ${reason}. Check that it runs with JetStream, its address and its credentials.`,
  },
  "server/broker-lost": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The connection to the broker is lost. The server goes on trying; send the request again shortly.",
  },
  "server/too-many-streams": {
    kind: "rate-limited",
    retryable: true,
    message: ({ max }: { readonly max: number }): string =>
      `This caller has ${max} streams of events open already. Close one first.`,
  },
  "server/streams-full": {
    kind: "unavailable",
    retryable: true,
    message: (_details: NoDetails): string =>
      "The server has as many streams of events open as it can. Try again shortly, or another server.",
  },
  "server/upgrade-required": {
    kind: "malformed",
    retryable: false,
    message: (_details: NoDetails): string =>
      "This path is for WebSocket connections. Ask for one with the headers upgrade and sec-websocket-version: 13.",
  },
  "server/origin-refused": {
    kind: "forbidden",
    retryable: false,
    message: (_details: NoDetails): string =>
      "A page of another site may not connect. Connect from a page of this server's own host, or from a program.",
  },
  "server/invalid-frame": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The message is not one that this socket takes. ${issues.map(({ pointer, message }) => `${pointer || "(whole message)"}: ${message}`).join("; ")}`,
  },
} as const;

/** Makes this server's errors. */
export const serverError: ErrorFactory<typeof serverErrors> = defineErrors(serverErrors);
