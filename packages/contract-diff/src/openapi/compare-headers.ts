import { compareDeprecation } from "./compare-deprecation.ts";
import { describe, sameSerialization } from "./compare-parameters.ts";
import {
  breaksIfLooser,
  breaksIfStricter,
  compareSchemas,
  type OperationContext,
  report,
  reportBoth,
} from "./diff-context.ts";
import type { Flow } from "../finding.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import { schemaOfParameter, serializationOf } from "./read-parameters.ts";
import { entriesOf, objectAt, ownValue, type Spot } from "./spot.ts";

/** The headers of a response, or of a part of a form. */
export interface HeadersQuestion {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly flow: Flow;
  readonly view: "request" | "response";
  readonly subject: string;
  readonly owners: readonly [old: Spot, next: Spot];
}

/**
 * Compares headers by name, in any case. Hardly any contract says `required` of a header that is always sent, so one that the owner sends
 * and that is removed breaks those who read it, whether it was required or not. One that the owner receives counts like a parameter.
 */
export function compareHeaders(context: OperationContext, question: HeadersQuestion): void {
  const ours = readHeaders(context.old, question.old);
  const theirs = readHeaders(context.next, question.next);
  for (const [key, header] of ours) {
    const same = theirs.get(key);
    if (same === undefined) reportAlone(context, question, header, "removed");
    else compareHeader(context, question, header.name, [header.spot, same.spot]);
  }
  for (const [key, header] of theirs) {
    if (!ours.has(key)) reportAlone(context, question, header, "added");
  }
}

interface Header {
  readonly name: string;
  readonly spot: Spot;
}

function reportAlone(
  context: OperationContext,
  { flow, subject: of, owners: [from, to] }: HeadersQuestion,
  { name, spot }: Header,
  change: "removed" | "added",
): void {
  const isRelied = flow === "out" || ownValue(spot.value, "required") === true;
  const breaks = change === "removed" ? breaksIfLooser(flow) : breaksIfStricter(flow);
  const message =
    change === "removed"
      ? `The header ${name} is removed: ${flow === "out" ? "those that read it find nothing. Keep it." : "it has no effect any more."}`
      : `The header ${name} is added: those that know the old contract only do not send it.`;
  report(context, {
    rule: `openapi/header-${change}`,
    ...(isRelied ? { breaks } : { breaks: "none", bump: "minor" }),
    subject: `${of} header ${name}`,
    message,
    ...(change === "removed" ? { old: spot, next: to } : { old: from, next: spot }),
  });
}

function compareHeader(
  context: OperationContext,
  { flow, view, subject: of }: HeadersQuestion,
  name: string,
  [old, next]: readonly [Spot, Spot],
): void {
  if (context.sameness.same(old, next, "parameter")) return;
  const subject = `${of} header ${name}`;
  const [was, is] = [ownValue(old.value, "required") === true, ownValue(next.value, "required") === true];
  if (was && !is) {
    const message = `The header ${name} was required and is optional now: those that rely on it may not find it.`;
    report(context, { rule: "openapi/header-optional", breaks: breaksIfLooser(flow), subject, message, old, next });
  }
  if (!was && is) {
    const message = `The header ${name} was optional and is required now: those that know the old contract only may leave it out.`;
    report(context, { rule: "openapi/header-required", breaks: breaksIfStricter(flow), subject, message, old, next });
  }
  compareDeprecation(context, old, next, subject);
  const [from, to] = [serializationOf(context.old, old, "header"), serializationOf(context.next, next, "header")];
  if (sameSerialization(from, to)) {
    const schemas = { old: schemaOfParameter(old), next: schemaOfParameter(next) };
    compareSchemas(context, { ...schemas, flow, view, subject, owners: [old, next] });
    return;
  }
  const message = `The header ${name} is written as ${describe(to)} and no longer as ${describe(from)}: it is misread. Add a header instead.`;
  reportBoth(context, { rule: "openapi/header-serialization", subject, message, old, next });
}

function readHeaders(side: OpenApiSide, headers: Spot | undefined): ReadonlyMap<string, Header> {
  const found = new Map<string, Header>();
  for (const [name, entry] of entriesOf(headers, "headers")) {
    const spot = side.settle(entry);
    objectAt(spot, "A header");
    // The media type of the body is what `content` says, and the specification has a header of that name ignored.
    if (name.toLowerCase() !== "content-type") found.set(name.toLowerCase(), { name, spot });
  }
  return found;
}
