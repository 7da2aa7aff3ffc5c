import * as z from "zod";
import type { EventReceiptV1, PublishEventV1 } from "../dto/publish-event.ts";
import { topicField } from "./bus-fields.ts";
import { objectField } from "./plugin-fields.ts";

/** An event to publish. Whether it is one of CloudEvents is found out by who publishes it. */
export const publishEventV1: z.ZodType<PublishEventV1> = z.strictObject({
  topic: topicField.optional(),
  event: objectField,
});

/** Where a published event is. */
export const eventReceiptV1: z.ZodType<EventReceiptV1> = z.strictObject({
  sequence: z.int().min(1),
  duplicate: z.boolean(),
});
