import type { FieldIssue } from "@cordon/core";
import { serverError } from "../errors.ts";
import { unknownParams } from "../handlers/read-params.ts";
import type { FeedRequest } from "./event-feed.ts";

const SEQUENCE = /^\d{1,15}$/;
const PARAMS = ["topic", "after", "from"] as const;

/**
 * What a request for a stream wants: `?topic=<pattern>`, and from where on. `Last-Event-ID`, which a client sends when it comes back, goes before `after` and
 * `from`, which stay in its address. Throws `server/invalid-parameters` that says all that is wrong.
 */
export function readFeedRequest(query: string, lastEventId: string | undefined): FeedRequest {
  const given = new URLSearchParams(query);
  const params = Object.fromEntries(given);
  const issues: FieldIssue[] = [...unknownParams(params, PARAMS)];
  for (const name of PARAMS)
    if (given.getAll(name).length > 1) issues.push({ pointer: `/${name}`, message: "must be there no more than once" });
  const { topic = ">", after, from } = params;
  const checkSequence = (pointer: string, text: string | undefined): void => {
    if (text !== undefined && !SEQUENCE.test(text))
      issues.push({ pointer, message: "must be the sequence of an event" });
  };
  checkSequence("/after", after);
  checkSequence("/last-event-id", lastEventId);
  if (from !== undefined && from !== "all" && from !== "new")
    issues.push({ pointer: "/from", message: "must be all or new" });
  if (from !== undefined && after !== undefined)
    issues.push({ pointer: "/from", message: "must not be there beside after" });
  if (issues.length > 0) throw serverError("server/invalid-parameters", { issues });
  const resumed = lastEventId ?? after;
  if (resumed !== undefined) return { topic, from: { after: Number(resumed) } };
  return { topic, from: from === "all" ? "all" : "new" };
}
