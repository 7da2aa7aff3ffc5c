import type { BusLink, BusRelay } from "../../ports/bus-relay.ts";
import { type BridgeOptions, resolveBridgeOptions } from "./bridge-options.ts";
import { watchBroker } from "./broker-state.ts";
import { createCommandCaller } from "./command-caller.ts";
import { createCommandServer } from "./command-server.ts";
import { createFrames } from "./frame.ts";
import { type GrantExchange, openGrantExchange } from "./grant-exchange.ts";
import { openInbox } from "./inbox.ts";
import { createOutbox } from "./outbox.ts";
import { claimServerId } from "./presence.ts";
import { createProblemLog } from "./problem-log.ts";
import { subjectsOf } from "./subjects.ts";

/** A bus that is joined to those of other servers, until it is disposed. */
export type BusBridge = AsyncDisposable;

/**
 * Joins a bus to those of other servers over NATS JetStream, so that together they are one.
 *
 * - What is published here reaches the subscribers of every server, in the order of each server, also of one that is away for less than an hour.
 *   `publish` resolves when the broker has it, and rejects with `bus/bridge-full`, `bus/bridge-too-large` or `bus/bridge-unavailable` if it cannot be
 *   had, and with `bus/denied` if its sender was stopped while it waited.
 * - Each message is signed with a token for its sender's name and right, and every server checks it: one that was made or changed by anybody
 *   else, or that the token does not cover, is refused. A server that stops between delivering a message and saying so delivers it again.
 * - A command goes to one responder in all. Grants of one server are good in all, and so is their end, at once; those that are limited in uses
 *   stay where they are. Grants of a server that leaves, or is not heard of, end.
 * - What goes over the broker can be read by whoever may read there: its connections should be encrypted and its accounts apart.
 *
 * Rejects with `bus/bridge-not-opened` where the broker keeps no messages for it, or a server of that id is there already. Dispose it before the bus.
 */
export async function bridgeBus(options: BridgeOptions): Promise<BusBridge> {
  const resolved = resolveBridgeOptions(options);
  const { connection, logger, clock } = resolved;
  const subjects = subjectsOf(resolved.name);
  const frames = createFrames(resolved);
  const problems = createProblemLog(logger, clock);
  await using opening = new AsyncDisposableStack();
  const broker = opening.use(watchBroker(connection));
  opening.use(await claimServerId(resolved, frames, subjects, problems));
  const outbox = opening.use(createOutbox(resolved, frames, subjects, broker));
  const caller = opening.use(createCommandCaller(resolved, frames, subjects, broker, problems));
  const server = opening.use(createCommandServer(resolved, frames, subjects, problems));
  let grants: GrantExchange | undefined;
  const relay: BusRelay = {
    async forward(message, signal) {
      await outbox.send(message, link, signal);
      const isForOthers = message.envelope.message.kind === "command" && !message.isTaken;
      if (isForOthers && !message.isStopped()) caller.send(message, link);
    },
    request: (request, signal) => caller.request(request, link, signal),
    onGrant: () => grants?.changed(),
    onRevoke: () => grants?.changed(),
    onResponder: (name, isThere) => server.onResponder(name, isThere),
  };
  const link: BusLink = opening.use(resolved.bus.link(relay));
  server.attach(link);
  opening.use(await openInbox(resolved, frames, subjects, link, broker, problems));
  grants = opening.use(openGrantExchange(resolved, frames, subjects, link, broker, problems));
  const opened = opening.move();
  return { [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
