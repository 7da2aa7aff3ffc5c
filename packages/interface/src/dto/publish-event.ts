import type { JsonObject } from "@cordon/core";

/** An event to publish. */
export interface PublishEventV1 {
  /** Default: the event's type, if that can be a topic. */
  readonly topic?: string | undefined;
  /** As the JSON format of CloudEvents 1.0 has it, extensions beside the other attributes and bytes as `data_base64`. */
  readonly event: JsonObject;
}

/** Where a published event is. */
export interface EventReceiptV1 {
  /** Its place in the order of all events. For a duplicate, that of the first. */
  readonly sequence: number;
  /** Whether an event with this source and id was published not long ago, so that this one is not kept again. */
  readonly duplicate: boolean;
}
