// For users.
export { Kernel } from "./kernel.ts";
export type { KernelFactory, KernelOptions } from "./kernel.ts";
export { kernelError } from "./errors.ts";
export { createMemoryModule } from "./adapters/memory/memory-module.ts";
export type { MemoryMethod, MemoryModuleOptions } from "./adapters/memory/memory-module.ts";
export { createNativeModule } from "./adapters/native/native-module.ts";
export type { NativeModuleOptions } from "./adapters/native/native-module.ts";
export { createPluginModule } from "./adapters/plugin/plugin-module.ts";
export type { PluginModuleCall, PluginModuleOptions } from "./adapters/plugin/plugin-module.ts";
export { createWasmModule, WASM_MODULE_CEILINGS } from "./adapters/wasm/wasm-module.ts";
export type { WasmModuleOptions } from "./adapters/wasm/wasm-module.ts";
export type { ModuleState } from "./modules/lifecycle.ts";
export type { HealthPolicy, ModuleKind, ModuleLimits, ModuleManifest } from "./modules/manifest/module-manifest.ts";
export { MODULE_CEILINGS, MODULE_DEFAULTS } from "./modules/manifest/module-settings.ts";
export type { ModuleCeilings, ModuleSettings } from "./modules/manifest/module-settings.ts";
export { parseModuleManifest } from "./modules/manifest/parse-module-manifest.ts";
export { MANIFEST_LIMITS } from "./modules/manifest/read-manifest-text.ts";
export { RESTART_DEFAULTS } from "./modules/restart-policy.ts";
export type { RestartPolicy } from "./modules/restart-policy.ts";
export type { InvokeRequest } from "./modules/module-calls.ts";
export type { ModuleHealthReport, ModuleManager, ModuleStatus, StopOptions } from "./modules/module-manager.ts";
export type { BusAudit, RecentAudit } from "./state/bus-audit.ts";
export type { KeptAuditRecord } from "./state/audit/audit-record.ts";
export type { ConfigRegistry } from "./state/config-registry.ts";
export type {
  ConfigEntry,
  EntryBase,
  PlainEntry,
  RevealedSecret,
  RotationReport,
  SecretEntry,
} from "./state/config/config-entry.ts";
export { openConfigKeyRing } from "./state/config/config-key-ring.ts";
export { CONFIG_KEY_RING_DEFAULTS } from "./state/config/key-ring-options.ts";
export type { ConfigKeyRingOptions, ConfigPassphrases } from "./state/config/key-ring-options.ts";
export type { ScryptCost } from "./state/config/derive-key.ts";
export type { DeleteRequest, KeyRequest, PageRequest, SetConfig } from "./state/config/config-requests.ts";
export type { DecisionLog } from "./state/decision-log.ts";
export type {
  Decision,
  DecisionEntry,
  DecisionHead,
  DecisionProblem,
  DecisionVerdict,
} from "./state/decisions/decision.ts";
export type { ByActorRequest, RecentRequest } from "./state/decisions/page-requests.ts";
export type { VerifyOptions } from "./state/decisions/verify-decisions.ts";
export type {
  DeleteModule,
  ModuleEntry,
  ModuleRecord,
  ModuleRegistry,
  ModuleRequest,
  PutModule,
} from "./state/module-registry.ts";
export type { StateRegistry } from "./state/state-registry.ts";

// For adapter authors.
export { kernelErrors } from "./errors.ts";
export { moduleErrors } from "./modules/module-errors.ts";
export type {
  CallDetails,
  IncompleteDetails,
  ModuleErrorDetails,
  ModuleFailure,
  TimedDetails,
} from "./modules/module-errors.ts";
export { createModuleManager } from "./modules/create-module-manager.ts";
export { MODULE_MANAGER_DEFAULTS } from "./modules/module-manager-options.ts";
export type {
  ApproveCapabilities,
  ModuleChange,
  ModuleConfigRequest,
  ModuleManagerOptions,
  ReadModuleConfig,
} from "./modules/module-manager-options.ts";
export { transition, TRANSITIONS } from "./modules/lifecycle.ts";
export type { LifecycleEvent } from "./modules/lifecycle.ts";
export { MODULE_MANIFEST_FIELDS } from "./modules/manifest/manifest-fields.ts";
export type { ModuleManifestField } from "./modules/manifest/manifest-fields.ts";
export type { Module, ModuleCall, ModuleContext, ModuleHealth } from "./modules/module.ts";
export { BUS_AUDIT_DEFAULTS, createStorageBusAudit } from "./state/bus-audit.ts";
export type { StorageBusAuditOptions } from "./state/bus-audit.ts";
export { createConfigRegistry } from "./state/config-registry.ts";
export type { ConfigRegistryOptions } from "./state/config-registry.ts";
export type { ConfigKeyRing, SealedValue } from "./state/config/config-key-ring.ts";
export type { Sealed } from "./state/config/seal.ts";
export { createDecisionLog, DECISION_LOG_DEFAULTS } from "./state/decision-log.ts";
export type { DecisionLogOptions } from "./state/decision-log.ts";
export { createModuleRegistry } from "./state/module-registry.ts";
export { stateErrors } from "./state/state-errors.ts";
export type { ActiveKey, KeyRecord } from "./state/config/key-records.ts";
export { createStateRegistry } from "./state/state-registry.ts";
export type { StateRegistryOptions } from "./state/state-registry.ts";
