import { defineErrors, type ErrorFactory, type FieldIssue } from "@cordon/core";

const listed = (issues: readonly FieldIssue[]): string =>
  issues.map(({ pointer, message }) => `${pointer || "(whole value)"}: ${message}`).join("; ");

/** What most of this package's errors are about. */
export interface PluginErrorDetails {
  readonly pluginId: string;
}

/** The same, for one operation. */
export interface OperationErrorDetails extends PluginErrorDetails {
  readonly operation: string;
}

/** The codes of `@cordon/plugin-runtime`. */
export const pluginErrors = {
  "plugin/invalid-manifest": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The manifest is not valid. ${listed(issues)}`,
  },
  "plugin/api-mismatch": {
    kind: "unsupported",
    retryable: false,
    message: ({ asked, offered }: PluginErrorDetails & { readonly asked: string; readonly offered: string }): string =>
      `The plugin is made for version ${asked} of the plugin interface, and this host offers ${offered}. Build it for that, or use another host.`,
  },
  "plugin/digest-mismatch": {
    kind: "invalid",
    retryable: false,
    message: ({
      declared,
      found,
    }: PluginErrorDetails & { readonly declared: string; readonly found: string }): string =>
      `The plugin's code has the digest ${found}, and its manifest says ${declared}. Pack the plugin again.`,
  },
  "plugin/unsigned": {
    kind: "forbidden",
    retryable: false,
    message: (_details: PluginErrorDetails): string =>
      "The manifest has no signature, and this host runs signed plugins only. Sign it with a key that the host trusts.",
  },
  "plugin/unknown-key": {
    kind: "forbidden",
    retryable: false,
    message: ({ keyId }: PluginErrorDetails & { readonly keyId: string }): string =>
      `The manifest is signed with the key ${keyId}, which this host does not trust for this plugin. Sign it with one that it does, or have an operator add the key.`,
  },
  "plugin/key-revoked": {
    kind: "forbidden",
    retryable: false,
    message: ({ keyId }: PluginErrorDetails & { readonly keyId: string }): string =>
      `The key ${keyId}, which the manifest is signed with, was revoked. Sign it again with another.`,
  },
  "plugin/key-expired": {
    kind: "forbidden",
    retryable: false,
    message: ({ keyId }: PluginErrorDetails & { readonly keyId: string }): string =>
      `The key ${keyId}, which the manifest is signed with, is not valid at this time. Sign it again with one that is.`,
  },
  "plugin/bad-signature": {
    kind: "forbidden",
    retryable: false,
    message: ({ keyId }: PluginErrorDetails & { readonly keyId: string }): string =>
      `The signature does not fit the manifest and the key ${keyId}. Something was changed after signing, or another key was used: sign it again.`,
  },
  "plugin/invalid-input": {
    kind: "invalid",
    retryable: false,
    message: ({ operation, issues }: OperationErrorDetails & { readonly issues: readonly FieldIssue[] }): string =>
      `The input does not fit what the operation ${operation} takes. ${listed(issues)}`,
  },
  "plugin/invalid-output": {
    kind: "dependency",
    retryable: false,
    message: ({ operation }: OperationErrorDetails & { readonly issues: readonly FieldIssue[] }): string =>
      `The plugin answered with something that its operation ${operation} does not give, by its own manifest. Report it to the plugin's author.`,
  },
  "plugin/denied": {
    kind: "forbidden",
    retryable: false,
    message: ({ capability }: PluginErrorDetails & { readonly capability: string }): string =>
      `This needs the capability ${capability}, which was not granted or does not go that far. Ask for it in the manifest, and have an operator grant it.`,
  },
  "plugin/quota": {
    kind: "too-large",
    retryable: false,
    message: ({ what, max }: PluginErrorDetails & { readonly what: string; readonly max: number }): string =>
      `The plugin may have ${max} ${what}, and this would be more. Delete something, or have an operator raise the quota.`,
  },
  "plugin/invalid-request": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: PluginErrorDetails & { readonly issues: readonly FieldIssue[] }): string =>
      `The host cannot do what the plugin asked for. ${listed(issues)}`,
  },
  "plugin/call-over": {
    kind: "aborted",
    retryable: false,
    message: (_details: PluginErrorDetails): string => "The call is over, so nothing is done for it any more.",
  },
  "plugin/not-found": {
    kind: "not-found",
    retryable: false,
    message: (_details: PluginErrorDetails): string =>
      "There is no plugin with this id. List the plugins to see which there are.",
  },
  "plugin/unknown-operation": {
    kind: "not-found",
    retryable: false,
    message: (_details: OperationErrorDetails): string =>
      "The plugin has no operation of this name. Its manifest lists those that it has.",
  },
  "plugin/not-active": {
    kind: "unavailable",
    retryable: true,
    message: ({ state }: PluginErrorDetails & { readonly state: string }): string =>
      `The plugin is not active but ${state}. Enable it, or see why it failed.`,
  },
  "plugin/timeout": {
    kind: "timeout",
    retryable: true,
    message: ({ timeoutMs }: PluginErrorDetails & { readonly timeoutMs: number }): string =>
      `The plugin was not done after ${timeoutMs} ms and was stopped.`,
  },
  "plugin/out-of-fuel": {
    kind: "dependency",
    retryable: false,
    message: ({ fuel }: PluginErrorDetails & { readonly fuel: number }): string =>
      `The plugin used all of the ${fuel} fuel that a call has, and was stopped.`,
  },
  "plugin/out-of-memory": {
    kind: "dependency",
    retryable: false,
    message: (_details: PluginErrorDetails): string =>
      "The plugin asked for more memory than a call has, and was stopped.",
  },
  "plugin/crashed": {
    kind: "dependency",
    retryable: false,
    message: (_details: PluginErrorDetails & { readonly reason: string }): string =>
      "The plugin crashed. Its author finds where in the plugin's log.",
  },
  "plugin/failed": {
    kind: "dependency",
    retryable: false,
    message: (
      _details: PluginErrorDetails & { readonly error: string; readonly guestCode: string | undefined },
    ): string => "The plugin failed by an error of its own, which is in its log.",
  },
  "plugin/bad-output": {
    kind: "dependency",
    retryable: false,
    message: ({ problem }: PluginErrorDetails & { readonly problem: string }): string =>
      `The plugin's answer is none: ${problem}. Report it to the plugin's author.`,
  },
  "plugin/input-too-large": {
    kind: "too-large",
    retryable: false,
    message: ({ maxBytes }: PluginErrorDetails & { readonly bytes: number; readonly maxBytes: number }): string =>
      `The input is larger than the ${maxBytes} bytes of JSON that this plugin takes.`,
  },
  "plugin/load-failed": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: PluginErrorDetails & { readonly problem: string }): string =>
      `The plugin's code could not be loaded: ${problem}`,
  },
  "plugin/conflict": {
    kind: "conflict",
    retryable: true,
    message: (_details: PluginErrorDetails): string =>
      "The plugin was changed by somebody else meanwhile. Look at it, and try again.",
  },
  "plugin/version-exists": {
    kind: "conflict",
    retryable: false,
    message: ({ version }: PluginErrorDetails & { readonly version: string }): string =>
      `Version ${version} is installed already, and is not the same. Give what is new a new version.`,
  },
  "plugin/version-not-found": {
    kind: "not-found",
    retryable: false,
    message: ({ version }: PluginErrorDetails & { readonly version: string }): string =>
      `Version ${version} is not installed. Install it first.`,
  },
  "plugin/no-previous-version": {
    kind: "conflict",
    retryable: false,
    message: (_details: PluginErrorDetails): string =>
      "No version ran before this one, so there is none to go back to.",
  },
  "plugin/too-many": {
    kind: "too-large",
    retryable: false,
    message: ({ what, max }: PluginErrorDetails & { readonly what: string; readonly max: number }): string =>
      `There are ${max} ${what} already, and no more are kept. Uninstall something first.`,
  },
  "plugin/memory-refused": {
    kind: "forbidden",
    retryable: false,
    message: (_details: PluginErrorDetails): string =>
      "This host runs no plugins in its own process. Build the plugin as WebAssembly or JavaScript.",
  },
  "plugin/memory-unknown": {
    kind: "not-found",
    retryable: false,
    message: ({ name }: PluginErrorDetails & { readonly name: string }): string =>
      `The host was started without a plugin of the name ${name}. Give it to the host, or build it as WebAssembly or JavaScript.`,
  },
  "plugin/code-missing": {
    kind: "unavailable",
    retryable: false,
    message: ({ digest }: PluginErrorDetails & { readonly digest: string }): string =>
      `The plugin's code (${digest}) is not there, or was damaged. Install the plugin again.`,
  },
  "plugin/not-configured": {
    kind: "conflict",
    retryable: false,
    message: ({ missing }: PluginErrorDetails & { readonly missing: string }): string =>
      `The plugin needs ${missing} before it can be enabled. Grant it, and try again.`,
  },
  "plugin/invalid-grant": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: PluginErrorDetails & { readonly issues: readonly FieldIssue[] }): string =>
      `What is granted is not valid. ${listed(issues)}`,
  },
  "plugin/not-drained": {
    kind: "unavailable",
    retryable: true,
    message: ({ calls }: PluginErrorDetails & { readonly calls: number }): string =>
      `${calls} calls of the version that runs did not come to an end, so it goes on. Try again later.`,
  },
  "plugin/unhealthy": {
    kind: "dependency",
    retryable: false,
    message: ({
      version,
      reason,
    }: PluginErrorDetails & { readonly version: string; readonly reason: string }): string =>
      `Version ${version} did not pass its health check (${reason}), so the version before it goes on.`,
  },
  "plugin/invalid-key": {
    kind: "invalid",
    retryable: false,
    message: ({ issues }: { readonly issues: readonly FieldIssue[] }): string =>
      `The key cannot be trusted as it is. ${listed(issues)}`,
  },
  "plugin/key-exists": {
    kind: "conflict",
    retryable: false,
    message: ({ keyId }: { readonly keyId: string }): string =>
      `A key is or was trusted under the id ${keyId}, or the same public key under another. Make a new key, with an id that was never used.`,
  },
  "plugin/key-not-found": {
    kind: "not-found",
    retryable: false,
    message: ({ keyId }: { readonly keyId: string }): string =>
      `No key has the id ${keyId}. List the keys to see which there are.`,
  },
} as const;

/** Makes this package's errors. */
export const pluginError: ErrorFactory<typeof pluginErrors> = defineErrors(pluginErrors);
