import type { JsonValue, PluginOutput } from "@cordon/core";
import type { GrantedCapabilities } from "./capabilities/granted-capabilities.ts";
import type { InvokeGrant, InvokeGrantOptions } from "./capabilities/invoke-grant.ts";
import type { PluginDataUse } from "./capabilities/plugin-data.ts";
import type { PluginLogRecord } from "./plugin-logs.ts";
import type { AuditRecord } from "./ports/audit-trail.ts";
import type { SandboxUsage } from "./ports/sandbox.ts";
import type { PluginRecord } from "./registry/plugin-record.ts";
import type { PluginUsage } from "./usage-ledger.ts";

/** One plugin of one scope, and who does something with it. */
export interface PluginTarget {
  readonly scope: string;
  readonly pluginId: string;
  /** For the audit. Whether the principal may do it is decided before the host is asked. */
  readonly principalId: string;
}

/** A plugin to install: its manifest as it was written, and its code, unless it is one of the host's own process. */
export interface InstallRequest {
  readonly scope: string;
  readonly principalId: string;
  readonly manifest: string | Uint8Array | JsonValue;
  /** Default `json`. */
  readonly format?: "json" | "toml";
  readonly code?: Uint8Array;
}

/** A call to make. */
export interface InvokeRequest {
  readonly grant: InvokeGrant;
  readonly pluginId: string;
  readonly operation: string;
  readonly input: JsonValue;
  readonly traceparent?: string;
}

/** What a call came to, under the id by which the plugin's log and the audit speak of it. */
export interface InvokeResult {
  readonly callId: string;
  readonly version: string;
  readonly output: PluginOutput;
  readonly usage: SandboxUsage;
}

/** What plugins used and keep. */
export interface PluginUse extends PluginUsage {
  readonly storage: PluginDataUse;
}

/**
 * Installs, runs and looks after plugins of many scopes. Who has the host may do anything with it; callers of plugins get a grant.
 *
 * - What one scope installs is seen by no other.
 * - `install` is idempotent: the same manifest and code again changes nothing. It never changes which version runs.
 * - `enable`, `disable`, `grant`, `upgrade`, `rollback` and `uninstall` of one plugin take turns. Each resolves once it is kept, and a plugin that could not
 *   be activated is `failed`, with the reason; `upgrade` and `rollback` reject with the reason, and the version before goes on.
 * - `upgrade` fails no call. What is granted or taken back counts for calls under way, too.
 * - `start` activates what is wanted, by the same path as `enable`; one that fails keeps no other from starting.
 * - Disposal ends every call and keeps what was counted.
 */
export interface PluginHost extends AsyncDisposable {
  readonly start: (signal: AbortSignal) => Promise<void>;
  readonly install: (request: InstallRequest, signal: AbortSignal) => Promise<PluginRecord>;
  readonly list: (scope: string, signal: AbortSignal) => Promise<readonly PluginRecord[]>;
  readonly get: (target: Omit<PluginTarget, "principalId">, signal: AbortSignal) => Promise<PluginRecord>;
  readonly grant: (target: PluginTarget, granted: GrantedCapabilities, signal: AbortSignal) => Promise<PluginRecord>;
  readonly enable: (target: PluginTarget, signal: AbortSignal) => Promise<PluginRecord>;
  readonly disable: (target: PluginTarget, signal: AbortSignal) => Promise<PluginRecord>;
  readonly upgrade: (target: PluginTarget, version: string, signal: AbortSignal) => Promise<PluginRecord>;
  readonly rollback: (target: PluginTarget, signal: AbortSignal) => Promise<PluginRecord>;
  readonly uninstall: (target: PluginTarget, signal: AbortSignal) => Promise<void>;
  /** Gives the right to invoke plugins of a scope. */
  readonly allowInvoke: (options: InvokeGrantOptions) => InvokeGrant;
  readonly invoke: (request: InvokeRequest, signal: AbortSignal) => Promise<InvokeResult>;
  /** Newest first. */
  readonly logs: (target: Omit<PluginTarget, "principalId">, limit: number) => readonly PluginLogRecord[];
  readonly usage: (target: Omit<PluginTarget, "principalId">, signal: AbortSignal) => Promise<PluginUse>;
  /** Newest first. */
  readonly audit: (
    query: { readonly scope: string; readonly pluginId?: string; readonly limit: number },
    signal: AbortSignal,
  ) => Promise<readonly AuditRecord[]>;
  /** Keeps what was counted and noted until now. */
  readonly flush: (signal: AbortSignal) => Promise<void>;
}
