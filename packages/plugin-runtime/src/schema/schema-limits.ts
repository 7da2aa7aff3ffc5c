/** How large a value schema may be. */
export const VALUE_SCHEMA_LIMITS = {
  /** Of its JSON. */
  maxBytes: 65_536,
  /** Schemas inside each other. */
  maxDepth: 32,
  maxSubschemas: 2000,
  maxEnumEntries: 1000,
  /** Values inside each other, those of `const` and `examples` included. */
  maxJsonDepth: 100,
} as const;
