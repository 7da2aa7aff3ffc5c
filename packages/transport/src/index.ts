// For users.
export { createMemoryTransport, MEMORY_TRANSPORT_DEFAULTS } from "./adapters/memory/memory-transport.ts";
export type { MemoryTransportOptions } from "./adapters/memory/memory-transport.ts";
export type { Payload } from "./payload.ts";
export type {
  Metadata,
  Outcome,
  RequestHandler,
  TransportRequest,
  TransportResponse,
} from "./ports/request-handler.ts";
export type { Transport, TransportAbilities, TransportClient, TransportServer } from "./ports/transport.ts";

// For adapter authors.
export { bareResponse, outcomeOf } from "./bare-response.ts";
export { transportError, transportErrors } from "./errors.ts";
