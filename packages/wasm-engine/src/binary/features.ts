/**
 * What a module may use and what it may not, each by its name: what is in neither list is not known, and refused too. A word why a
 * feature is refused stands in the package's README.
 */
export const ACCEPTED_FEATURES: readonly string[] = [
  "mutable-globals",
  "sign-extension",
  "saturating-float-to-int",
  "multi-value",
  "bulk-memory",
  "reference-types",
  "simd",
  "tail-calls",
  "extended-const",
  "exceptions",
  "legacy-exceptions",
];

/** The refused ones, as `wasm/refused` names them. */
export const REFUSED_FEATURES = [
  "threads",
  "shared-memory",
  "gc",
  "function-references",
  "memory64",
  "multi-memory",
  "relaxed-simd",
  "stack-switching",
  "custom-page-sizes",
  "wide-arithmetic",
  "component",
  "table-initialiser",
  "reserved-export-name",
  "imported-memory",
  "imported-table",
  "imported-global",
  "imported-tag",
  "unknown-instruction",
  "unknown-section",
  "unknown-type",
] as const;

/** The name of something that no guest may use. */
export type WasmFeature = (typeof REFUSED_FEATURES)[number];
