import { busError } from "@cordon/bus";
import type { FieldIssue, Principal } from "@cordon/core";
import { checkCloudEvent, type CloudEvent, type PublishReceipt, type PublishRequest, topicOf } from "@cordon/events";
import { serverError } from "../errors.ts";
import type { MessagingParts } from "./messaging-parts.ts";

const OWN_TOPICS = ["bus", "plugin", "dead"] as const;
const OWN_SOURCES = ["/bus/", "/projects/"] as const;
const OWN_TYPES = "cordon.";

/**
 * Publishes a caller's event, whatever transport it came by. Needs the right `event:<topic>`, and notes in the audit that it was used or not there.
 *
 * What says that it comes from the server or a plugin is refused: topics below `bus`, `plugin` and `dead`, sources below `/bus/` and `/projects/`, and
 * types that begin with `cordon.`. The extension `publisher` is the server's word for who it was.
 */
export async function publishEvent(
  { events, senderOf, noteUse }: Pick<MessagingParts, "events" | "senderOf" | "noteUse">,
  principal: Principal,
  request: PublishRequest,
  signal: AbortSignal,
): Promise<PublishReceipt> {
  const event = checkCloudEvent(request.event);
  const topic = topicOf({ ...request, event });
  checkOwn(event, topic);
  const sender = senderOf(principal);
  const capability = `event:${topic}`;
  const isAllowed = sender.can(capability);
  noteUse({ principal: sender.name, capability, outcome: isAllowed ? "allowed" : "denied" });
  if (!isAllowed) throw busError("bus/denied", { publisher: sender.name, capability });
  const extensions = { ...event.extensions, publisher: sender.name };
  return events.publish({ event: { ...event, extensions }, topic }, signal);
}

function checkOwn({ source, type }: CloudEvent, topic: string): void {
  const issues: FieldIssue[] = [];
  if (OWN_TOPICS.some((own) => topic === own || topic.startsWith(`${own}.`)))
    issues.push({
      pointer: "/topic",
      message: `must not begin with ${OWN_TOPICS.join(", ")}, which are the server's own`,
    });
  if (OWN_SOURCES.some((own) => source.startsWith(own)))
    issues.push({
      pointer: "/event/source",
      message: `must not begin with ${OWN_SOURCES.join(" or ")}, which are the server's own`,
    });
  if (type.startsWith(OWN_TYPES))
    issues.push({ pointer: "/event/type", message: `must not begin with ${OWN_TYPES}, which is the server's own` });
  if (issues.length > 0) throw serverError("server/invalid-parameters", { issues });
}
