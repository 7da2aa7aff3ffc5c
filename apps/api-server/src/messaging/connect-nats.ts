import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { Clock, Logger } from "@cordon/core";
import type { NatsConfig } from "../config.ts";
import { serverError } from "../errors.ts";

/** A connection to the broker that is kept up until it is disposed. */
export interface NatsLink extends AsyncDisposable {
  readonly connection: NatsConnection;
  readonly isConnected: () => boolean;
}

const START_TIMEOUT_MS = 10_000;
const RETRY_MS = 250;
const FLUSH_TIMEOUT_MS = 2000;

/**
 * Connects, or throws `server/broker-unreachable` after ten seconds. From then on it reconnects for ever. Addresses and credentials are in no error and no
 * record: the client's own messages have them.
 */
export async function connectNats(config: NatsConfig, clock: Clock, logger: Logger): Promise<NatsLink> {
  const { servers, isEncrypted } = config;
  const connection = await connect({
    servers: [...servers],
    ...natsCredentials(config),
    name: "cordon",
    // Nothing less than asked for; without it, what the broker offers.
    ...(isEncrypted ? { tls: {} } : {}),
    timeout: START_TIMEOUT_MS,
    maxReconnectAttempts: -1,
    // A password that is being changed must not end the bus.
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: RETRY_MS,
    pingInterval: START_TIMEOUT_MS,
  }).catch((error: unknown) => {
    // oxlint-disable-next-line eslint/preserve-caught-error -- its message repeats the address.
    throw serverError("server/broker-unreachable", { reason: reasonOf(error) });
  });
  let isUp = true;
  const watch = async (): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === "disconnect" && isUp) logger.log("warn", "the connection to the broker is lost; trying again");
      if (type === "reconnect" && !isUp) logger.log("info", "the connection to the broker is back");
      if (type === "disconnect") isUp = false;
      if (type === "reconnect") isUp = true;
    }
    isUp = false;
  };
  void watch();
  return {
    connection,
    isConnected: () => isUp && !connection.isClosed(),
    async [Symbol.asyncDispose]() {
      const patience = new AbortController();
      const waited = clock.sleep(FLUSH_TIMEOUT_MS, patience.signal).catch(() => undefined);
      // What was said last, such as that a grant is over, should still be heard; a broker that is away is not waited for.
      if (isUp && !connection.isClosed()) await Promise.race([connection.flush().catch(() => undefined), waited]);
      patience.abort();
      await connection.close();
    },
  };
}

/** The credentials as the client wants them. */
export function natsCredentials({ credentials }: Pick<NatsConfig, "credentials">): {
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
} {
  if (credentials === undefined) return {};
  return "token" in credentials ? { token: credentials.token } : { user: credentials.user, pass: credentials.password };
}

// The names of the library's errors say enough, and nothing of where and who.
function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  switch (name) {
    case "AuthorizationError":
    case "UserAuthenticationExpiredError":
      return "it refused the credentials";
    case "ConnectionError":
      return "there is no connection, or not in the way that the address asks for";
    case "TimeoutError":
      return "it did not answer in time";
    default:
      return `the client reports ${name === "" ? "an error" : name}`;
  }
}
