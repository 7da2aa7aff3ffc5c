// For adapter authors.
export { auditTrailCases } from "./audit-trail-cases.ts";
export { eventSinkCases } from "./event-sink-cases.ts";
export type { EventSinkFixture } from "./event-sink-cases.ts";
export { pluginArtifactsCases } from "./plugin-artifacts-cases.ts";
export { invocationCases } from "./invocation-cases.ts";
export type { InvocationFixture } from "./invocation-cases.ts";
export { sandboxCases } from "./sandbox-cases.ts";
export type { SandboxFixture } from "./sandbox-cases.ts";
export { SECRET_FIXTURE, secretSourceCases } from "./secret-source-cases.ts";
export { trustStoreCases } from "../signing/trust-store-cases.ts";
export type { TrustStoreFixture } from "../signing/trust-store-cases.ts";
