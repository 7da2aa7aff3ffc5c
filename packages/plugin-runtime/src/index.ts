// For users.
export { createPluginHost, PLUGIN_HOST_DEFAULTS } from "./create-plugin-host.ts";
export type { PluginHostOptions } from "./create-plugin-host.ts";
export type {
  InstallRequest,
  InvokeRequest,
  InvokeResult,
  PluginHost,
  PluginTarget,
  PluginUse,
} from "./plugin-host.ts";
export type { GrantedCapabilities } from "./capabilities/granted-capabilities.ts";
export type { InvokeGrant, InvokeGrantOptions } from "./capabilities/invoke-grant.ts";
export type { PluginDataUse } from "./capabilities/plugin-data.ts";
export { openPluginBreaker } from "./keep-circuits.ts";
export type { PluginBreakerOptions } from "./keep-circuits.ts";
export { manifestJsonSchema } from "./manifest/manifest-json-schema.ts";
export type {
  AskedCapabilities,
  AskedLimits,
  HttpCapability,
  ManifestSignature,
  PluginEntry,
  PluginManifest,
  PluginOperation,
  SecretCapability,
  StorageCapability,
} from "./manifest/manifest.ts";
export { parseManifest } from "./manifest/parse-manifest.ts";
export type { ParseManifestOptions } from "./manifest/parse-manifest.ts";
export {
  JAVASCRIPT_FUEL,
  PLUGIN_CEILING_DEFAULTS,
  PLUGIN_LIMIT_DEFAULTS,
  resolvePluginLimits,
} from "./manifest/plugin-limits.ts";
export type { PluginCeilings, ResolvedPluginLimits } from "./manifest/plugin-limits.ts";
export type { ManifestFormat } from "./manifest/read-source.ts";
export type { PluginLogRecord } from "./plugin-logs.ts";
export type { InstalledVersion, PluginFailure, PluginRecord, PluginState } from "./registry/plugin-record.ts";
export type { PluginUsage } from "./usage-ledger.ts";
export { createTrustStore } from "./signing/create-trust-store.ts";
export type { ListKeys, ManagedTrustStore, RevokeKey, TrustStoreOptions } from "./signing/create-trust-store.ts";
export { digestOf } from "./signing/digest-of.ts";
export { signManifest } from "./signing/sign-manifest.ts";
export type { SigningKey } from "./signing/sign-manifest.ts";
export type { NewTrustedKey } from "./signing/trusted-key-record.ts";
export { createMemoryArtifacts } from "./adapters/memory/memory-artifacts.ts";
export { createMemoryAuditTrail } from "./adapters/memory/memory-audit-trail.ts";
export type { MemoryAuditTrailOptions } from "./adapters/memory/memory-audit-trail.ts";
export { createMemoryEventSink } from "./adapters/memory/memory-event-sink.ts";
export type { MemoryEventSink, MemoryEventSinkOptions } from "./adapters/memory/memory-event-sink.ts";
export { createMemorySecretSource } from "./adapters/memory/memory-secret-source.ts";
export { createStorageAuditTrail } from "./adapters/storage/storage-audit-trail.ts";
export type { StorageAuditTrailOptions } from "./adapters/storage/storage-audit-trail.ts";

// For adapter authors.
export { createInvokeGrants } from "./capabilities/invoke-grant.ts";
export type { InvokeGrants } from "./capabilities/invoke-grant.ts";
export type { Invocation, InvocationResult, Invoke } from "./invocation.ts";
export { secureStack } from "./secure-stack.ts";
export type { SecureStackOptions } from "./secure-stack.ts";
export { createJavaScriptSandbox } from "./adapters/javascript/javascript-sandbox.ts";
export type { JavaScriptSandbox, JavaScriptSandboxOptions } from "./adapters/javascript/javascript-sandbox.ts";
export { createMemorySandbox } from "./adapters/memory/memory-sandbox.ts";
export { createWasmSandbox } from "./adapters/wasm/wasm-sandbox.ts";
export type { WasmSandboxOptions } from "./adapters/wasm/wasm-sandbox.ts";
export { guestWit } from "./guest-wit.ts";
export { pluginError, pluginErrors } from "./errors.ts";
export type { OperationErrorDetails, PluginErrorDetails } from "./errors.ts";
export { MANIFEST_FIELDS } from "./manifest/manifest-fields.ts";
export type { ManifestField } from "./manifest/manifest-fields.ts";
export type { AuditQuery, AuditRecord, AuditTrail } from "./ports/audit-trail.ts";
export type { EventSink, PluginEvent } from "./ports/event-sink.ts";
export type { PluginArtifact, PluginArtifacts } from "./ports/plugin-artifacts.ts";
export type { Isolation, Sandbox, SandboxCall, SandboxLimits, SandboxUsage } from "./ports/sandbox.ts";
export type { SecretName, SecretSource } from "./ports/secret-source.ts";
export type { TrustedKey, TrustStore } from "./signing/trust-store.ts";
