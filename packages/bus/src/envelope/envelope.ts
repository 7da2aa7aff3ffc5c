import type { Message } from "../message.ts";

/**
 * A message with its provenance, as every receiver has it. It is frozen, its payload too: what one receiver has, no other can change.
 * `id`, `source` and `timestamp` are the bus's word, never the sender's. Read its fields by name: they are getters, and a spread copies none.
 */
export interface Envelope {
  readonly id: string;
  /** The name of the sender that published it. */
  readonly source: string;
  /** What belongs together: the id of a request, in all that comes of it. */
  readonly correlationId?: string | undefined;
  /** The id of the message that led to this one. */
  readonly causationId?: string | undefined;
  /** W3C trace context. */
  readonly traceparent: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: Message;
}
