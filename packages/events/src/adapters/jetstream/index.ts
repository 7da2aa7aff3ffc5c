// For users.
export { createJetStreamEventBus } from "./jetstream-event-bus.ts";
export { JETSTREAM_DEFAULTS, JETSTREAM_LIMIT_DEFAULTS } from "./jetstream-event-bus-options.ts";
export type {
  JetStreamEventBusOptions,
  JetStreamLimits,
  NatsConnectionOptions,
  NatsTls,
} from "./jetstream-event-bus-options.ts";
