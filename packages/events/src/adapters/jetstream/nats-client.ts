import { Buffer } from "node:buffer";
import {
  connect,
  createInbox,
  credsAuthenticator,
  headers,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from "@nats-io/transport-node";
import type { NatsConnectionOptions } from "./jetstream-event-bus-options.ts";

/** What of the client's messages is used. */
export type NatsMessage = Pick<Msg, "subject" | "reply" | "data" | "headers">;
/** Headers, as the client wants them. */
export type NatsHeaders = MsgHdrs;

// Quick at first, for a broker that only restarts; then slower, for one that is gone.
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2000;

/** How long to wait before the next try, after so many that failed. Random, so that not all clients of a broker come back at once. */
export function reconnectDelay(failures: number): number {
  const most = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10));
  return Math.ceil(most * (0.5 + Math.random() / 2));
}

/** Connects once. From then on the client reconnects by itself, for ever, and asks `delay` how long to wait. */
export async function openConnection(options: NatsConnectionOptions, delay: () => number): Promise<NatsConnection> {
  const { servers, user, password, token, credentials, tls, name } = options;
  return connect({
    servers: typeof servers === "string" ? servers : [...servers],
    ...(user === undefined ? {} : { user, pass: password ?? "" }),
    ...(token === undefined ? {} : { token }),
    ...(credentials === undefined ? {} : { authenticator: credsAuthenticator(Buffer.from(credentials)) }),
    ...(tls === undefined ? {} : { tls }),
    ...(name === undefined ? {} : { name }),
    maxReconnectAttempts: -1,
    // A password that is being changed must not end the bus.
    ignoreAuthErrorAbort: true,
    reconnectDelayHandler: delay,
    timeout: 10_000,
    // A broker that vanished without a word is noticed after two of these.
    pingInterval: 10_000,
  });
}

/** A subject that only this client listens to. */
export function newInbox(): string {
  return createInbox();
}

/** The header by which the broker recognises a message that it has. */
export function messageIdHeaders(id: string): NatsHeaders {
  const made = headers();
  made.set("Nats-Msg-Id", id);
  return made;
}
