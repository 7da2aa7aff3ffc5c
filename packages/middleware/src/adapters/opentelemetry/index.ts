// For users.
export { createOpenTelemetryTelemetry } from "./opentelemetry-telemetry.ts";
export type { OpenTelemetryTelemetryOptions } from "./opentelemetry-telemetry.ts";
