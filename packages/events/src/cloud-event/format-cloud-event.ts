import { eventsError } from "../errors.ts";
import { checkCloudEvent } from "./check-cloud-event.ts";
import type { CloudEvent } from "./cloud-event.ts";
import { type CloudEventLimits, resolveCloudEventLimits } from "./cloud-event-limits.ts";
import { textOf } from "./text-of-bytes.ts";

/**
 * Writes an event in the JSON format (`application/cloudevents+json`). Checks it first, so nothing is written that `parseCloudEvent` would
 * refuse with the same limits. The same event gives the same text: attributes in a fixed order, extensions as they come.
 */
export function formatCloudEvent(event: CloudEvent, limits?: CloudEventLimits): string {
  const resolved = resolveCloudEventLimits(limits);
  return textOf(formatChecked(checkCloudEvent(event, resolved)), resolved.maxBytes);
}

/** Writes a batch in the JSON format (`application/cloudevents-batch+json`), under the rules of `formatCloudEvent`. */
export function formatCloudEventBatch(events: readonly CloudEvent[], limits?: CloudEventLimits): string {
  const resolved = resolveCloudEventLimits(limits);
  if (events.length > resolved.maxEvents)
    throw eventsError("events/too-large", { what: "events in a batch", limit: resolved.maxEvents });
  const texts = events.map((event) => formatChecked(checkCloudEvent(event, resolved)));
  return textOf(`[${texts.join(",")}]`, resolved.maxBytes);
}

/** Writes an event that `checkCloudEvent` or parsing has made. */
export function formatChecked(event: CloudEvent): string {
  const { id, source, type, datacontenttype, dataschema, subject, time, extensions, data, dataBase64 } = event;
  // JSON.stringify leaves out what is undefined.
  return JSON.stringify({
    specversion: "1.0",
    id,
    source,
    type,
    datacontenttype,
    dataschema,
    subject,
    time,
    ...extensions,
    data,
    data_base64: dataBase64,
  });
}
