import type { Clock, IdSource, JsonValue } from "@cordon/core";
import { checkCloudEvent } from "./check-cloud-event.ts";
import type { CloudEvent, ExtensionValue } from "./cloud-event.ts";
import type { CloudEventLimits } from "./cloud-event-limits.ts";

/** Who makes the events, and where their ids and times come from. */
export interface EventFactoryOptions {
  /** The `source` of every event. */
  readonly source: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly limits?: CloudEventLimits;
}

/** What differs from event to event. Whatever is given goes before what the factory would put there. */
export interface EventInit {
  readonly type: string;
  readonly id?: string;
  readonly time?: string;
  readonly subject?: string;
  readonly datacontenttype?: string;
  readonly dataschema?: string;
  readonly data?: JsonValue;
  readonly dataBase64?: string;
  readonly extensions?: Readonly<Record<string, ExtensionValue>>;
}

/** Makes events of one source, each with an id and a time. Every one is checked as `checkCloudEvent` does. */
export type EventFactory = (init: EventInit) => CloudEvent;

/** Makes an `EventFactory`. A source that no event may have throws a `TypeError` at once. */
export function createEventFactory({ source, clock, ids, limits }: EventFactoryOptions): EventFactory {
  const make: EventFactory = (init) =>
    checkCloudEvent(
      { specversion: "1.0", source, id: ids.next(), time: new Date(clock.now()).toISOString(), ...init },
      limits,
    );
  try {
    checkCloudEvent({ specversion: "1.0", source, id: "check", type: "check" }, limits);
  } catch (cause) {
    throw new TypeError("source must be a URI-reference of RFC 3986 that is not empty.", { cause });
  }
  return make;
}
