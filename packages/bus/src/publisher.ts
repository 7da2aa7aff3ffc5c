import { coreError } from "@cordon/core";
import { type BusParts, checkOpen } from "./bus-parts.ts";
import type { Speaker } from "./capability/speaker.ts";
import type { DelayedMessages } from "./delayed-messages.ts";
import { checkPublishOptions } from "./envelope/check-publish-options.ts";
import { type Content, isCommand } from "./envelope/content.ts";
import { copyCommand, copyContent, customEvent } from "./envelope/copy-content.ts";
import type { Envelope } from "./envelope/envelope.ts";
import type { Command } from "./message.ts";
import type { SegmentPattern } from "./pattern/segment-pattern.ts";
import { CommandCall } from "./request/command-call.ts";
import type { Route } from "./routing/route.ts";
import type { CommandRequest, EmitRequest, PublishOptions, PublishRequest } from "./sender.ts";

const NOTHING: Promise<void> = Promise.resolve();

/** The way of every message that nobody has to answer: copied, routed, checked, enveloped, delivered. */
export class Publisher {
  readonly #parts: BusParts;
  readonly #delayed: DelayedMessages;

  constructor(parts: BusParts, delayed: DelayedMessages) {
    this.#parts = parts;
    this.#delayed = delayed;
  }

  /** Publishes with a right to what the message needs, and to `also`. */
  publish(
    speaker: Speaker,
    request: PublishRequest,
    also: SegmentPattern | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Envelope> {
    try {
      const content = copyContent(request.message, this.#parts.limits);
      return this.#publish(speaker, content, request, also, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  send(speaker: Speaker, request: CommandRequest, signal: AbortSignal | undefined): Promise<Envelope> {
    try {
      const command = copyCommand(request.command, this.#parts.limits);
      return this.#publish(speaker, command, request, undefined, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  emit(speaker: Speaker, request: EmitRequest, signal: AbortSignal | undefined): Promise<Envelope> {
    try {
      const event = customEvent(speaker.name, request.kind, request.payload, this.#parts.limits);
      return this.#publish(speaker, event, request, undefined, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #publish(
    speaker: Speaker,
    content: Content,
    beside: PublishOptions & { readonly to?: string },
    also: SegmentPattern | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Envelope> {
    checkOpen(this.#parts, signal);
    const route = this.#parts.routes.find(content, beside.to);
    const options = checkPublishOptions(beside);
    if (options.delayMs === undefined) return this.#deliver(speaker, content, route, options, also, signal);
    speaker.check(route.capabilityOf(speaker.name), also, this.#parts.clock.now());
    return this.#delayed.wait(speaker, options.delayMs, signal, async () =>
      this.#deliver(speaker, content, route, options, also, signal),
    );
  }

  #deliver(
    speaker: Speaker,
    content: Content,
    route: Route,
    options: PublishOptions,
    also: SegmentPattern | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Envelope> {
    const { clock, envelopes, post, relay } = this.#parts;
    const now = clock.now();
    const spent = speaker.spend(route.capabilityOf(speaker.name), also, now);
    const envelope = envelopes.make(speaker.name, content, options, options.correlationId, now);
    const waits = post.deliver(envelope, route, signal);
    const isTaken = isCommand(content) && this.#hand(content, envelope, route);
    const forwarded = relay?.forward(
      {
        envelope,
        topic: route.topic,
        to: route.to,
        isTaken,
        isStopped: () => speaker.isClosed() || spent?.isRevoked === true,
      },
      signal,
    );
    if (waits === undefined && forwarded === undefined) return Promise.resolve(envelope);
    return settled(envelope, waits, forwarded, signal);
  }

  /** Gives a command to its responder, if there is one. */
  #hand(command: Command, envelope: Envelope, route: Route): boolean {
    const { responders, limits } = this.#parts;
    const to = route.to ?? "";
    const responder = responders.next(to);
    responder?.takeLater(new CommandCall(command, envelope, to, limits));
    return responder !== undefined;
  }
}

async function settled(
  envelope: Envelope,
  waits: Promise<unknown> | undefined,
  forwarded: Promise<void> | undefined,
  signal: AbortSignal | undefined,
): Promise<Envelope> {
  await Promise.all([waits ?? NOTHING, forwarded ?? NOTHING]);
  if (signal?.aborted === true) throw coreError("core/aborted", {});
  return envelope;
}
