import { busError } from "../errors.ts";
import type { PublishOptions } from "../sender.ts";

const MAX_ID_LENGTH = 128;
const MAX_TRACE_LENGTH = 512;
const MAX_TIME_MS = 2 ** 31 - 1;

const NOTHING: PublishOptions = Object.freeze({});

/** Reads what is said beside a message, once. Throws `bus/invalid-message` that names the field. */
export function checkPublishOptions(options: PublishOptions): PublishOptions {
  const { correlationId, causationId, traceparent, delayMs } = options;
  // Most messages have nothing beside them.
  if (correlationId === undefined && causationId === undefined && traceparent === undefined && delayMs === undefined)
    return NOTHING;
  if (correlationId !== undefined) checkText(correlationId, "/correlationId", MAX_ID_LENGTH);
  if (causationId !== undefined) checkText(causationId, "/causationId", MAX_ID_LENGTH);
  if (traceparent !== undefined) checkText(traceparent, "/traceparent", MAX_TRACE_LENGTH);
  if (delayMs !== undefined) checkTime(delayMs, "/delayMs", 0);
  return { correlationId, causationId, traceparent, delayMs } as PublishOptions;
}

/** Throws `bus/invalid-message` for what no clock can wait for. */
export function checkTime(ms: number, pointer: string, least: 0 | 1): void {
  if (!(Number.isFinite(ms) && ms >= least && ms <= MAX_TIME_MS))
    throw refusal(pointer, `must be milliseconds from ${least} to ${MAX_TIME_MS}`);
}

function checkText(value: unknown, pointer: string, maxLength: number): void {
  // Printable ASCII: it goes into headers and logs.
  if (typeof value !== "string" || value.length === 0 || value.length > maxLength || !/^[!-~]+$/.test(value))
    throw refusal(pointer, `must be 1 to ${maxLength} printable characters without space`);
}

function refusal(pointer: string, message: string): Error {
  return busError("bus/invalid-message", { issues: [{ pointer, message }] });
}
