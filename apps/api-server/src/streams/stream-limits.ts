/** How much streams of events may take. */
export interface StreamLimits {
  /** Streams and sockets of this server at once. Default 1000. */
  readonly maxStreams: number;
  /** Those of one caller. Default 100. */
  readonly maxStreamsPerPrincipal: number;
  /** Subscriptions of one socket. Default 16. */
  readonly maxSubscriptions: number;
  /** How often a stream says that it is there, though nothing happens. Default 15,000. */
  readonly heartbeatMs: number;
  /** How often a socket is asked whether it is there; one that has not answered by the next time is cut. Default 30,000. */
  readonly pingMs: number;
  /** A client that takes nothing for so long is cut off. Default 30,000. */
  readonly stallMs: number;
  /** The largest message that a socket takes. Default 1 MiB. */
  readonly maxMessageBytes: number;
  /** Bytes that may wait for a socket's client before it is cut off. Default 8 MiB. */
  readonly maxWaitingBytes: number;
}

/** What holds where nothing is said. */
export const STREAM_LIMITS: StreamLimits = Object.freeze({
  maxStreams: 1000,
  maxStreamsPerPrincipal: 100,
  maxSubscriptions: 16,
  heartbeatMs: 15_000,
  pingMs: 30_000,
  stallMs: 30_000,
  maxMessageBytes: 1_048_576,
  maxWaitingBytes: 8_388_608,
});
