import { AppError } from "@cordon/core";
import { eventsError, parseCloudEvent } from "@cordon/events";
import { eventReceiptResponse, publishEventRequest, readRequest, writeResponse } from "@cordon/interface";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { publishEvent } from "../messaging/publish-event.ts";
import type { Operation } from "./operation.ts";
import { checkPluginParams } from "./plugin-params.ts";

/** Publishes a CloudEvent, on the caller's own right to its topic. */
export function publishEventOperation(messaging: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const { event: given, topic } = readRequest(publishEventRequest, call.bodyVersion, call.body);
      try {
        // By the rules that hold for its text, whatever format the request came in.
        const event = parseCloudEvent(JSON.stringify(given));
        const { sequence, duplicate } = await publishEvent(
          messaging,
          call.principal,
          topic === undefined ? { event } : { event, topic },
          signal,
        );
        return { outcome: "ok", body: writeResponse(eventReceiptResponse, call.version, { sequence, duplicate }) };
      } catch (error) {
        throw inRequest(error);
      }
    },
  };
}

/** What is wrong with an event, by pointers into the request. */
function inRequest(error: unknown): unknown {
  if (!AppError.is(error) || error.code !== "events/invalid-event") return error;
  const issues = error.issues.map(({ pointer, message }) => ({ pointer: `/event${pointer}`, message }));
  return eventsError("events/invalid-event", { issues }, { cause: error });
}
