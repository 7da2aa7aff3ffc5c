import { compareContent } from "./compare-content.ts";
import { compareHeaders } from "./compare-headers.ts";
import { compareLinks } from "./compare-links.ts";
import { type OperationContext, report, reportBoth } from "./diff-context.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import { below, invalidAt, namedEntriesOf, objectAt, type Spot } from "./spot.ts";

type Responses = ReadonlyMap<string, Spot>;

/**
 * Compares what comes back. Each status is held against what the other side says of it: the same status, or else the range (`2XX`), or else
 * `default`. A success that is in one contract only lets down both sides: one waits for what never comes, the other meets what it cannot
 * read. An error that is in one contract only breaks nobody: a client treats a status that it does not know as the first of its class
 * (RFC 9110, 15), and any server may fail in ways that no contract lists.
 */
export function compareResponses(context: OperationContext, oldOperation: Spot, nextOperation: Spot): void {
  const [ours, theirs] = [readResponses(context.old, oldOperation), readResponses(context.next, nextOperation)];
  const pairs = new Map<string, readonly [name: string, old: Spot, next: Spot]>();
  for (const [status, spot] of ours) {
    const same = answerTo(theirs, status);
    if (same === undefined) reportAlone(context, status, [spot, nextOperation], "removed");
    else pairs.set(`${status} ${same[0]}`, [status === "default" ? same[0] : status, spot, same[1]]);
  }
  for (const [status, spot] of theirs) {
    const same = answerTo(ours, status);
    if (same === undefined) reportAlone(context, status, [oldOperation, spot], "added");
    else pairs.set(`${same[0]} ${status}`, [status, same[1], spot]);
  }
  for (const [status, old, next] of pairs.values()) compareResponse(context, status, old, next);
}

function compareResponse(context: OperationContext, status: string, old: Spot, next: Spot): void {
  if (context.sameness.same(old, next, "response")) return;
  const flow = context.flow === "in" ? "out" : "in";
  const places = {
    flow,
    view: "response",
    subject: `${context.subject}, response ${status}`,
    owners: [old, next],
  } as const;
  compareHeaders(context, { ...places, old: below(old, "headers"), next: below(next, "headers") });
  compareContent(context, { ...places, old: below(old, "content"), next: below(next, "content") });
  compareLinks(context, old, next, places.subject);
}

function reportAlone(
  context: OperationContext,
  status: string,
  [old, next]: readonly [old: Spot, next: Spot],
  change: "removed" | "added",
): void {
  const places = { subject: `${context.subject}, response ${status}`, old, next };
  if (/^[45]|^default$/u.test(status)) {
    const message =
      change === "removed"
        ? `The response ${status} is in the contract no longer. Nobody is let down by an error that does not come.`
        : `The response ${status} is new: clients take a status that they do not know for the first of its class.`;
    report(context, { ...places, rule: `openapi/error-status-${change}`, breaks: "none", bump: "minor", message });
    return;
  }
  const message =
    change === "removed"
      ? `The response ${status} is removed, and no range and no default stands for it: those that wait for it meet something else. Keep it.`
      : `The response ${status} is new, and those that know the old contract only cannot tell what it means. Answer it in a new operation.`;
  reportBoth(context, { ...places, rule: `openapi/success-status-${change}`, message });
}

function answerTo(responses: Responses, status: string): readonly [string, Spot] | undefined {
  for (const name of [status, `${status.slice(0, 1)}XX`, "default"]) {
    const found = responses.get(name);
    // `default` is asked for by its own name only: its first letter is that of no range.
    if (found !== undefined) return [name, found];
  }
  return undefined;
}

function readResponses(side: OpenApiSide, operation: Spot): Responses {
  const found = new Map<string, Spot>();
  for (const [name, entry] of namedEntriesOf(below(operation, "responses"), "responses")) {
    const status = name === "default" ? name : name.toUpperCase();
    if (!/^(?:[1-5](?:\d\d|XX)|default)$/u.test(status))
      throw invalidAt(entry, "A response must be called by a status such as 200, by a range such as 2XX, or default.");
    const spot = side.settle(entry);
    objectAt(spot, "A response");
    found.set(status, spot);
  }
  return found;
}
