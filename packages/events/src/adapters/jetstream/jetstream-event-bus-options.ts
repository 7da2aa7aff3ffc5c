import type { Clock } from "@cordon/core";
import { EVENT_SIZE_DEFAULTS, type EventSizeOptions } from "../../event-record.ts";
import { requireKnown, requireWhole } from "../../require-number.ts";

/** Certificates of a connection, in PEM. */
export interface NatsTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Where the broker is, and who connects. No address and no secret of it is in an error. */
export interface NatsConnectionOptions {
  /** `nats://host:port`, one or more. A user and a password in the first address are taken from there. */
  readonly servers: string | readonly string[];
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** The text of a `.creds` file. */
  readonly credentials?: string;
  readonly tls?: NatsTls;
  /** What the broker calls the client in its monitoring. */
  readonly name?: string;
}

/** The limits of a stream that has to be made. One that is there is used as it is. */
export interface JetStreamLimits {
  /** Default: no limit. */
  readonly maxEvents?: number;
  /** Default 1 GiB. */
  readonly maxBytes?: number;
  /** Default seven days. */
  readonly maxAgeMs?: number;
  /** How long an event is recognised as a duplicate. Default two minutes. */
  readonly duplicateWindowMs?: number;
  /** Default 1. */
  readonly replicas?: number;
  readonly storage?: "file" | "memory";
}

/** What a bus on JetStream is made of. */
export interface JetStreamEventBusOptions extends EventSizeOptions {
  readonly clock: Clock;
  readonly connection: NatsConnectionOptions;
  /** The stream's name: 1 to 64 characters of `A-Z a-z 0-9 _ -`. */
  readonly stream: string;
  /** Topics are subjects `<prefix>.on.<topic>`, dead letters `<prefix>.dead.<durable>`. Default: the stream's name. */
  readonly subjectPrefix?: string;
  readonly limits?: JetStreamLimits;
  /** How long a call waits for the broker, connected or not. Default 30,000; less than the time of recognising duplicates. */
  readonly timeoutMs?: number;
  /** Events that may wait for the broker to confirm them, connected or not. Default 10,000. */
  readonly maxBuffered?: number;
  /** Bytes of those. Default 64 MiB. */
  readonly maxBufferedBytes?: number;
  /** Hears of what keeps the bus from its broker, in words without address or secret. */
  readonly onProblem?: (problem: string) => void;
}

/** The options with nothing left out. */
export interface ResolvedJetStreamOptions extends Required<Omit<JetStreamEventBusOptions, "limits">> {
  readonly limits: Required<JetStreamLimits>;
}

/** What holds where an option is not given. */
export const JETSTREAM_DEFAULTS: Required<
  Pick<JetStreamEventBusOptions, "maxEventBytes" | "timeoutMs" | "maxBuffered" | "maxBufferedBytes">
> = {
  ...EVENT_SIZE_DEFAULTS,
  timeoutMs: 30_000,
  maxBuffered: 10_000,
  maxBufferedBytes: 67_108_864,
};

/** What holds where a limit of the stream is not given. */
export const JETSTREAM_LIMIT_DEFAULTS: Required<JetStreamLimits> = {
  maxEvents: -1,
  maxBytes: 1_073_741_824,
  maxAgeMs: 604_800_000,
  duplicateWindowMs: 120_000,
  replicas: 1,
  storage: "file",
};

const OPTIONS: ReadonlySet<string> = new Set([
  "clock",
  "connection",
  "stream",
  "subjectPrefix",
  "limits",
  "onProblem",
  ...Object.keys(JETSTREAM_DEFAULTS),
]);
const CONNECTION: ReadonlySet<string> = new Set<keyof NatsConnectionOptions>([
  "servers",
  "user",
  "password",
  "token",
  "credentials",
  "tls",
  "name",
]);
const NAME = /^[\w-]{1,64}$/;
const PREFIX = /^[\w-]+(?:\.[\w-]+)*$/;

/** Checks and fills in options. Throws a `TypeError` or `RangeError` for the first that cannot be. */
export function resolveJetStreamOptions(options: JetStreamEventBusOptions): ResolvedJetStreamOptions {
  requireKnown(options, OPTIONS);
  const { clock, stream, connection, limits: givenLimits = {}, onProblem = () => {}, ...numbers } = options;
  if (typeof (clock as Clock | undefined)?.deadline !== "function")
    throw new TypeError("clock must be a clock, and is not.");
  requireKnown(connection, CONNECTION);
  if (typeof stream !== "string" || !NAME.test(stream))
    throw new RangeError(
      `stream must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -, and is ${JSON.stringify(stream)}.`,
    );
  const { subjectPrefix = stream } = options;
  if (!PREFIX.test(subjectPrefix) || subjectPrefix.length > 100)
    throw new RangeError(`subjectPrefix must be a topic, and is ${JSON.stringify(subjectPrefix)}.`);
  requireKnown(givenLimits, new Set(Object.keys(JETSTREAM_LIMIT_DEFAULTS)));
  const limits = Object.freeze({ ...JETSTREAM_LIMIT_DEFAULTS, ...givenLimits });
  const filled = { ...JETSTREAM_DEFAULTS, ...numbers };
  requireWhole("maxEventBytes", filled.maxEventBytes, 256, 67_108_864);
  requireWhole("timeoutMs", filled.timeoutMs, 1, 86_400_000);
  requireWhole("maxBuffered", filled.maxBuffered, 1, 1_000_000);
  requireWhole("maxBufferedBytes", filled.maxBufferedBytes, 1, Number.MAX_SAFE_INTEGER);
  requireWhole("limits.maxEvents", limits.maxEvents, -1, Number.MAX_SAFE_INTEGER);
  requireWhole("limits.maxBytes", limits.maxBytes, -1, Number.MAX_SAFE_INTEGER);
  requireWhole("limits.maxAgeMs", limits.maxAgeMs, 0, 9_000_000_000_000);
  requireWhole("limits.duplicateWindowMs", limits.duplicateWindowMs, 100, 9_000_000_000_000);
  requireWhole("limits.replicas", limits.replicas, 1, 5);
  // An event is sent again until the call's time is over; one that is not recognised by then would be kept twice.
  if (filled.timeoutMs >= limits.duplicateWindowMs)
    throw new RangeError(
      `timeoutMs must be less than limits.duplicateWindowMs, and they are ${filled.timeoutMs} and ${limits.duplicateWindowMs}.`,
    );
  return Object.freeze({
    clock,
    stream,
    onProblem,
    ...filled,
    subjectPrefix,
    limits,
    connection: resolveConnection(connection),
  });
}

function resolveConnection(connection: NatsConnectionOptions): NatsConnectionOptions {
  const given = typeof connection.servers === "string" ? [connection.servers] : [...connection.servers];
  const urls = given.map((server) => {
    const url = URL.parse(server.includes("://") ? server : `nats://${server}`);
    // The one value that an error does not repeat: there may be a password in it.
    if (url === null || url.host === "")
      throw new TypeError("servers must be addresses such as nats://localhost:4222.");
    return url;
  });
  const [first] = urls;
  if (first === undefined) throw new TypeError("servers must have an address.");
  const servers = urls.map((url) => url.host);
  if (first.username === "") return { ...connection, servers };
  const user = decodeURIComponent(first.username);
  // By custom, a user without password is a token.
  if (first.password === "") return { token: user, ...connection, servers };
  return { user, password: decodeURIComponent(first.password), ...connection, servers };
}
