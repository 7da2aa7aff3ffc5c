import { JetStreamApiError } from "@nats-io/jetstream";
import { InvalidArgumentError } from "@nats-io/transport-node";

const MESSAGE_TOO_LARGE = 10_054;
const STREAM_NOT_FOUND = 10_059;
const CONSUMER_NOT_FOUND = 10_014;
const STREAM_EXISTS = 10_058;

/** Whether the broker, or the client in its place, takes no message of that size: trying again would not help. */
export function isTooLarge(error: unknown): boolean {
  if (error instanceof InvalidArgumentError) return error.message.includes("max_payload");
  return codeOf(error) === MESSAGE_TOO_LARGE;
}

/** Whether there is no stream, or no consumer, of that name. */
export function isNotFound(error: unknown): boolean {
  const code = codeOf(error);
  return code === STREAM_NOT_FOUND || code === CONSUMER_NOT_FOUND;
}

/** Whether another server has made the stream meanwhile, with settings of its own. */
export function isMadeAlready(error: unknown): boolean {
  return codeOf(error) === STREAM_EXISTS;
}

function codeOf(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined;
}
