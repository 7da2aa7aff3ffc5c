import type { JsonValue, Span, Telemetry } from "@cordon/core";
import { type BusParts, checkOpen } from "../bus-parts.ts";
import type { Speaker } from "../capability/speaker.ts";
import { OWN_ID } from "../envelope/bus-envelope.ts";
import { checkPublishOptions, checkTime } from "../envelope/check-publish-options.ts";
import { copyCommand } from "../envelope/copy-content.ts";
import { busError } from "../errors.ts";
import type { RelayedRequest } from "../ports/bus-relay.ts";
import type { Route } from "../routing/route.ts";
import type { BusRequest, PublishOptions } from "../sender.ts";
import type { BusResponder } from "./bus-responder.ts";
import { CommandCall } from "./command-call.ts";

/** What is done where nothing is said. */
export const REQUEST_DEFAULTS = { timeoutMs: 30_000 } as const;

// A responder that asks another one is called from within; beyond this it is called from a clean stack.
const MAX_NESTED = 8;

/** The way of every command that is to be answered. */
export class Requester {
  readonly #parts: BusParts;
  #nested = 0;

  constructor(parts: BusParts) {
    this.#parts = parts;
  }

  request(speaker: Speaker, request: BusRequest, signal: AbortSignal | undefined): Promise<JsonValue> {
    try {
      const { clock, envelopes, limits, routes, telemetry } = this.#parts;
      checkOpen(this.#parts, signal);
      const { to, timeoutMs = REQUEST_DEFAULTS.timeoutMs } = request;
      checkTime(timeoutMs, "/timeoutMs", 1);
      const command = copyCommand(request.command, limits);
      const route = routes.find(command, to);
      const options = checkPublishOptions(request);
      const now = clock.now();
      const spent = speaker.spend(route.capabilityOf(speaker.name), undefined, now);
      const isStopped = (): boolean => speaker.isClosed() || spent?.isRevoked === true;
      if (telemetry === undefined) {
        const envelope = envelopes.make(speaker.name, command, options, OWN_ID, now);
        return this.#ask({ envelope, command, to: route.to ?? "", timeoutMs, isStopped }, route, signal);
      }
      const span = startSpan(telemetry, route, options);
      const envelope = envelopes.make(speaker.name, command, { ...options, span }, OWN_ID, now);
      return ended(this.#ask({ envelope, command, to: route.to ?? "", timeoutMs, isStopped }, route, signal), span);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #ask(request: RelayedRequest, route: Route, signal: AbortSignal | undefined): Promise<JsonValue> {
    const { clock, post, responders, relay, limits } = this.#parts;
    const { envelope, command, to, timeoutMs, isStopped } = request;
    void post.deliver(envelope, route, signal);
    if (relay !== undefined)
      lookOn(relay.forward({ envelope, topic: route.topic, to, isTaken: true, isStopped }, signal));
    const responder = responders.next(to);
    if (responder === undefined) {
      if (relay === undefined) return Promise.reject(busError("bus/no-responder", { to }));
      return relay.request(request, signal);
    }
    const call = new CommandCall(command, envelope, to, limits);
    this.#give(call, responder);
    return call.result(clock, timeoutMs, signal);
  }

  #give(call: CommandCall, responder: BusResponder): void {
    this.#nested += 1;
    try {
      if (this.#nested > MAX_NESTED) responder.takeLater(call);
      else responder.take(call);
    } finally {
      this.#nested -= 1;
    }
  }
}

function startSpan(telemetry: Telemetry, route: Route, { traceparent }: PublishOptions): Span {
  const start = { name: "bus.request", attributes: { topic: route.topic } };
  return telemetry.start(traceparent === undefined ? start : { ...start, traceparent });
}

async function ended(result: Promise<JsonValue>, span: Span): Promise<JsonValue> {
  try {
    return await result;
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}

// Others only look on at a request: whoever asks has an answer, or an error, of its own.
function lookOn(forwarded: Promise<void> | undefined): void {
  forwarded?.catch(() => undefined);
}
