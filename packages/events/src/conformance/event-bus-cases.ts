import type { ConformanceCase } from "@cordon/core/conformance";
import { eventBusDeliveryCases } from "./event-bus-delivery-cases.ts";
import type { EventBusFixture } from "./event-bus-fixture.ts";
import { eventBusPositionCases } from "./event-bus-position-cases.ts";
import { eventBusPublishCases } from "./event-bus-publish-cases.ts";

/** The contract of `EventBus`, case by case. Abilities: `restarts` and `gaps`, which `EventBusFixture` explains. */
export const eventBusCases: readonly ConformanceCase<EventBusFixture>[] = [
  ...eventBusPublishCases,
  ...eventBusPositionCases,
  ...eventBusDeliveryCases,
];
