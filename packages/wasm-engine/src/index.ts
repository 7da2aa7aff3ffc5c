// For users.
export { createWasmEngine } from "./create-wasm-engine.ts";
export type { WasmEngineOptions } from "./create-wasm-engine.ts";
export { chooseLane, INLINE_MAX } from "./choose-lane.ts";
export type { Lane, LaneQuestion } from "./choose-lane.ts";
export type { HostCall, HostFunction, HostParameter, HostResult, HostValue } from "./host-function.ts";
export { ENGINE_LIMIT_DEFAULTS } from "./limits.ts";
export type { EngineLimits } from "./limits.ts";
export { WORKER_LANE_DEFAULTS } from "./lanes/worker-lane.ts";
export type { WorkerLaneOptions } from "./lanes/worker-lane.ts";
export { createMemoryGuest } from "./adapters/memory/memory-guest.ts";
export type { MemoryGuestOptions, MemoryOperation } from "./adapters/memory/memory-guest.ts";
export { createMemoryModuleCache, MEMORY_MODULE_CACHE_DEFAULTS } from "./adapters/memory/memory-module-cache.ts";
export type { MemoryModuleCacheOptions } from "./adapters/memory/memory-module-cache.ts";
export type { Guest, GuestCall } from "./ports/guest.ts";
export type { InitialCall, LoadOptions, WasmEngine } from "./ports/wasm-engine.ts";
export type { CallReport, Stop, TrapReason, TrapStop } from "./stop.ts";

// For adapter authors.
export type { ExternalKind } from "./binary/module-shape.ts";
export { ACCEPTED_FEATURES, REFUSED_FEATURES } from "./binary/features.ts";
export type { WasmFeature } from "./binary/features.ts";
export { wasmError, wasmErrors } from "./errors.ts";
export { REWRITER_VERSION, rewriteModule } from "./metering/rewrite-module.ts";
export type { ImportSummary, ModuleSummary, RewrittenModule, Signature } from "./metering/rewritten-module.ts";
export type { RewriteOptions } from "./metering/rewrite-options.ts";
export type { ModuleCache } from "./ports/module-cache.ts";
