/** Where a field of the manifest is enforced, and where that is proven. Paths are relative to the repository. */
export interface ManifestField {
  /** A JSON pointer in which `*` stands for every entry of a list or map. */
  readonly field: string;
  readonly enforcedBy: string;
  readonly provenBy: string;
}

const PACKAGE = "packages/plugin-runtime";
const PARSED = at("manifest/manifest-schema.ts", "manifest");
const CALLED = at("manifest/parse-manifest.ts", "manifest");
const INTERFACE = at("registry/activate-plugin.ts", "registry");
const HEALTH = at("registry/health-check.ts", "registry");
const SIGNED = at("signing/verify-signature.ts", "signing");
const HTTP = at("capabilities/plugin-http.ts", "capabilities");
const STORAGE = at("capabilities/plugin-data.ts", "capabilities");
const CONTEXT = at("capabilities/create-plugin-context.ts", "capabilities");
const ENGINE = at("sandbox-limits.ts", "limits");
const CALLS = at("run-invocation.ts", "limits");

/** Every field that a manifest may have. One that nothing enforces would be a promise that nobody keeps, so there is none. */
export const MANIFEST_FIELDS: readonly ManifestField[] = Object.freeze([
  { field: "/manifestVersion", ...PARSED },
  { field: "/id", ...PARSED },
  { field: "/version", ...PARSED },
  { field: "/name", ...PARSED },
  { field: "/description", ...PARSED },
  { field: "/apiVersion", ...INTERFACE },
  { field: "/entry", ...INTERFACE },
  { field: "/entry/kind", ...INTERFACE },
  { field: "/entry/file", ...PARSED },
  { field: "/entry/digest", ...INTERFACE },
  { field: "/entry/name", ...PARSED },
  { field: "/operations", ...PARSED },
  { field: "/operations/*/description", ...PARSED },
  { field: "/operations/*/input", ...at("run-invocation.ts", "registry") },
  { field: "/operations/*/output", ...at("read-output.ts", "registry") },
  { field: "/capabilities", ...PARSED },
  { field: "/capabilities/http", ...HTTP },
  { field: "/capabilities/http/*/host", ...HTTP },
  { field: "/capabilities/http/*/methods", ...HTTP },
  { field: "/capabilities/http/*/paths", ...HTTP },
  { field: "/capabilities/http/*/allowHttp", ...HTTP },
  { field: "/capabilities/storage", ...STORAGE },
  { field: "/capabilities/storage/maxBytes", ...STORAGE },
  { field: "/capabilities/storage/maxKeys", ...STORAGE },
  { field: "/capabilities/events", ...CONTEXT },
  { field: "/capabilities/events/publish", ...CONTEXT },
  { field: "/capabilities/secrets", ...HTTP },
  { field: "/capabilities/secrets/*/name", ...HTTP },
  { field: "/capabilities/secrets/*/hosts", ...HTTP },
  { field: "/capabilities/config", ...at("capabilities/check-grants.ts", "capabilities") },
  { field: "/limits", ...PARSED },
  { field: "/limits/fuel", ...ENGINE },
  { field: "/limits/memoryBytes", ...ENGINE },
  { field: "/limits/timeoutMs", ...ENGINE },
  { field: "/limits/inputBytes", ...CALLS },
  { field: "/limits/outputBytes", ...ENGINE },
  { field: "/limits/hostCalls", ...CALLS },
  { field: "/limits/logRecords", ...CALLS },
  { field: "/health", ...HEALTH },
  { field: "/health/operation", ...CALLED },
  { field: "/health/input", ...CALLED },
  { field: "/signature", ...SIGNED },
  { field: "/signature/algorithm", ...SIGNED },
  { field: "/signature/keyId", ...SIGNED },
  { field: "/signature/value", ...SIGNED },
]);

function at(source: string, test: string): Omit<ManifestField, "field"> {
  return { enforcedBy: `${PACKAGE}/src/${source}`, provenBy: `${PACKAGE}/test/${test}.test.ts` };
}
