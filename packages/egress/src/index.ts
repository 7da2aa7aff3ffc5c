// For users.
export { createEgress } from "./create-egress.ts";
export { EGRESS_DEFAULTS } from "./egress-options.ts";
export type { EgressOptions } from "./egress-options.ts";
export type { Egress, EgressHost, GrantOptions } from "./egress.ts";
export type { EgressEvent } from "./egress-event.ts";
export { EGRESS_LIMIT_DEFAULTS } from "./limits.ts";
export type { EgressLimits } from "./limits.ts";
export type { EgressRequest, EgressResponse } from "./request/egress-request.ts";
export { EGRESS_METHODS } from "./rules/egress-rule.ts";
export type { DenialReason, EgressMethod, EgressRule } from "./rules/egress-rule.ts";
export { KNOWN_KEY_PATTERNS } from "./secrets/egress-secret.ts";
export type { EgressSecret, SecretPattern } from "./secrets/egress-secret.ts";
export { createMemoryHttpConnector } from "./adapters/memory/memory-http-connector.ts";
export type { MemoryAnswer, MemoryHandler } from "./adapters/memory/memory-http-connector.ts";
export { createMemoryResolver } from "./adapters/memory/memory-resolver.ts";
export type { MemoryRecords } from "./adapters/memory/memory-resolver.ts";

// For adapter authors.
export { classifyAddress } from "./address/address-class.ts";
export type { AddressClass } from "./address/address-class.ts";
export type { RefusedAddress } from "./address/special-ranges.ts";
export { egressError, egressErrors } from "./errors.ts";
export type { HttpAnswer, HttpConnector, HttpExchange } from "./ports/http-connector.ts";
export type { Resolver, ResolveRequest } from "./ports/resolver.ts";
