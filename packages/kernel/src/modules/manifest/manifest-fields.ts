/** Where a field of `module.json` is enforced, and where that is proven. Paths are relative to the repository. */
export interface ModuleManifestField {
  /** A JSON pointer. */
  readonly field: string;
  readonly enforcedBy: string;
  readonly provenBy: string;
}

const PACKAGE = "packages/kernel";
const PARSED = at("modules/manifest/manifest-schema.ts", "manifest");
const DEADLINES = at("modules/manifest/module-settings.ts", "deadlines");
const RESTART = at("modules/restart-policy.ts", "restart");
const HEALTH = at("modules/module-health.ts", "health");
const WASM = at("adapters/wasm/wasm-module.ts", "wasm-module");

/** Every field that a manifest may have. One that nothing enforces would be a promise that nobody keeps, so there is none. */
export const MODULE_MANIFEST_FIELDS: readonly ModuleManifestField[] = Object.freeze([
  { field: "/manifestVersion", ...PARSED },
  { field: "/id", ...at("modules/create-module-manager.ts", "manager") },
  { field: "/version", ...PARSED },
  { field: "/kind", ...PARSED },
  { field: "/entry", ...at("modules/manifest/entry-path.ts", "module-folder") },
  { field: "/dependsOn", ...at("modules/create-module-manager.ts", "dependencies") },
  { field: "/capabilities", ...at("modules/capability-overlap.ts", "grants") },
  { field: "/config", ...at("modules/open-module.ts", "grants") },
  { field: "/startTimeoutMs", ...DEADLINES },
  { field: "/stopTimeoutMs", ...DEADLINES },
  { field: "/restart", ...RESTART },
  { field: "/restart/policy", ...RESTART },
  { field: "/restart/maxRestarts", ...RESTART },
  { field: "/restart/windowMs", ...RESTART },
  { field: "/restart/baseDelayMs", ...RESTART },
  { field: "/restart/maxDelayMs", ...RESTART },
  { field: "/health", ...HEALTH },
  { field: "/health/intervalMs", ...HEALTH },
  { field: "/health/timeoutMs", ...HEALTH },
  { field: "/health/failures", ...HEALTH },
  { field: "/limits", ...PARSED },
  { field: "/limits/fuel", ...WASM },
  { field: "/limits/memory", ...WASM },
  { field: "/limits/timeoutMs", ...at("modules/module-calls.ts", "deadlines") },
]);

function at(source: string, test: string): Omit<ModuleManifestField, "field"> {
  return { enforcedBy: `${PACKAGE}/src/${source}`, provenBy: `${PACKAGE}/test/modules/${test}.test.ts` };
}
