// For users.
export { SERDE_LIMITS } from "./limits.ts";
export type { SerdeLimits, SerializerOptions } from "./limits.ts";
export type { SerialFormat, Serializer } from "./ports/serializer.ts";

// For adapter authors.
export { checkValue } from "./check-value.ts";
export { serdeError, serdeErrors } from "./errors.ts";
export { resolveLimits } from "./limits.ts";
