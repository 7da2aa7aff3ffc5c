// For users.
export type { Payload } from "./payload.ts";
export type {
  Metadata,
  Outcome,
  RequestHandler,
  TransportRequest,
  TransportResponse,
} from "./ports/request-handler.ts";
export type { Transport, TransportAbilities, TransportClient, TransportServer } from "./ports/transport.ts";
