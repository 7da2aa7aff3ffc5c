// For users.
export type { BusAuditRecord, Grant, GrantLimits, GrantOptions, NarrowOptions } from "./capability/grant.ts";
export { createMessageBus, MESSAGE_BUS_DEFAULTS } from "./create-message-bus.ts";
export type { MessageBusOptions } from "./create-message-bus.ts";
export type { PayloadLimits } from "./envelope/copy-json.ts";
export type { Envelope } from "./envelope/envelope.ts";
export { busError } from "./errors.ts";
export type { BusEvent, Command, CustomEvent, InvokeCommand, Message } from "./message.ts";
export type { BusObserver, MessageBus, Respond, RespondCall, RespondOptions } from "./ports/message-bus.ts";
export type { BusRequest, CommandRequest, EmitRequest, PublishOptions, PublishRequest, Sender } from "./sender.ts";
export { REQUEST_DEFAULTS } from "./request/requester.ts";
export { RESPOND_DEFAULTS } from "./request/bus-responder.ts";
export { SUBSCRIBE_DEFAULTS } from "./subscription/resolve-subscribe-options.ts";
export type {
  AckOptions,
  DeadLetter,
  Delivery,
  Gap,
  Overflow,
  Received,
  SubscribeOptions,
  Subscription,
} from "./subscription/subscription.ts";
export { busKeyFrom, generateBusKey } from "./token/bus-key.ts";
export type { BusKey, BusKeySource } from "./token/bus-key.ts";
export { createRevocationList, REVOCATION_LIST_DEFAULTS } from "./token/create-revocation-list.ts";
export type { RevocationList, RevocationListOptions } from "./token/create-revocation-list.ts";
export { createTokenIssuer, TOKEN_ISSUER_DEFAULTS } from "./token/create-token-issuer.ts";
export type { IssueToken, TokenIssuer, TokenIssuerOptions } from "./token/create-token-issuer.ts";
export { createTokenVerifier, TOKEN_VERIFIER_DEFAULTS } from "./token/create-token-verifier.ts";
export type {
  PresentedToken,
  TokenVerifier,
  TokenVerifierOptions,
  VerifiedToken,
} from "./token/create-token-verifier.ts";
export { holdToken } from "./token/held-token.ts";
export type { HeldToken, HolderPorts, NarrowTokenOptions } from "./token/held-token.ts";
export { TOKEN_LIMITS } from "./token/token-limits.ts";

// For adapter authors.
export type { GrantRecord } from "./capability/authority.ts";
export type { BusLink, BusRelay, RelayedMessage, RelayedRequest } from "./ports/bus-relay.ts";
export { busErrors, tokenErrors } from "./errors.ts";
export type { RevocableBlock } from "./token/token-authority.ts";
export { fromWire, toWire } from "./wire/envelope-codec.ts";
export { busContracts } from "./wire/envelope-schema.ts";
export type { WireCommand, WireEnvelope, WireEvent } from "./wire/envelope-schema.ts";
