// For users.
export type { CloudEvent, ExtensionValue } from "./cloud-event/cloud-event.ts";
export { CLOUD_EVENT_LIMITS } from "./cloud-event/cloud-event-limits.ts";
export type { CloudEventLimits } from "./cloud-event/cloud-event-limits.ts";
export { checkCloudEvent } from "./cloud-event/check-cloud-event.ts";
export { createEventFactory } from "./cloud-event/create-event-factory.ts";
export type { EventFactory, EventFactoryOptions, EventInit } from "./cloud-event/create-event-factory.ts";
export { formatBinaryCloudEvent, parseBinaryCloudEvent } from "./cloud-event/binary-mode.ts";
export type { BinaryCloudEvent, FormattedCloudEvent, MessageHeaders } from "./cloud-event/binary-mode.ts";
export { formatCloudEvent, formatCloudEventBatch } from "./cloud-event/format-cloud-event.ts";
export { parseCloudEvent, parseCloudEventBatch } from "./cloud-event/parse-cloud-event.ts";
export { createMemoryEventBus } from "./adapters/memory/memory-event-bus.ts";
export { MEMORY_EVENT_BUS_DEFAULTS } from "./adapters/memory/memory-event-bus-options.ts";
export type { MemoryEventBusOptions } from "./adapters/memory/memory-event-bus-options.ts";
export { EVENT_SIZE_DEFAULTS } from "./event-record.ts";
export type { EventSizeOptions } from "./event-record.ts";
export { SUBSCRIBE_DEFAULTS } from "./bus-request.ts";
export type {
  EventBus,
  EventDelivery,
  EventGap,
  EventItem,
  EventSubscription,
  PublishReceipt,
  PublishRequest,
  SubscribeFrom,
  SubscribeRequest,
} from "./ports/event-bus.ts";

// For adapter authors.
export { eventsError, eventsErrors } from "./errors.ts";
export { resolveSubscribe, topicOf } from "./bus-request.ts";
export type { ResolvedSubscribe } from "./bus-request.ts";
export { topicMatcher } from "./topic.ts";
