import { compareCallbacks } from "./compare-callbacks.ts";
import { compareDeprecation } from "./compare-deprecation.ts";
import { compareParameters } from "./compare-parameters.ts";
import { compareRequestBody } from "./compare-request-body.ts";
import { compareResponses } from "./compare-responses.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareServers } from "./compare-servers.ts";
import { type OperationContext, report } from "./diff-context.ts";
import { equalJson } from "./equal-json.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import type { PathItem } from "./read-path-items.ts";
import { readParameters } from "./read-parameters.ts";
import { below, type Spot, textAt } from "./spot.ts";

/** An operation in its path, which may say what all operations of it have in common. */
export interface PlacedOperation {
  readonly item: PathItem;
  readonly spot: Spot;
}

/**
 * Compares two operations:
 *
 *   the same text, and what it refers to the same -> nothing more
 *   else: words and ids, servers, security, parameters, request body, responses, callbacks
 */
export function compareOperation(context: OperationContext, old: PlacedOperation, next: PlacedOperation): void {
  context.counts.operations++;
  const ours = readParameters(context.old, old.item, old.spot);
  const theirs = readParameters(context.next, next.item, next.spot);
  compareInherited(context, old, next);
  const same = context.sameness.same(old.spot, next.spot, "operation");
  if (!same || !inheritSameParameters(context, old.item, next.item)) compareParameters(context, ours, theirs);
  if (same) return;
  context.options.onProgress?.(context.subject);
  compareIds(context, old.spot, next.spot);
  compareDeprecation(context, old.spot, next.spot, context.subject);
  compareRequestBody(context, old.spot, next.spot);
  compareResponses(context, old.spot, next.spot);
  compareCallbacks(context, old.spot, next.spot);
}

// What an operation has from its path or its document if it does not say it: that both inherit from the document is reported there, once.
function compareInherited(context: OperationContext, old: PlacedOperation, next: PlacedOperation): void {
  const { subject, flow } = context;
  const owners = [old.spot, next.spot] as const;
  const ownSecurity = [below(old.spot, "security"), below(next.spot, "security")] as const;
  if (flow === "out" || ownSecurity.some((security) => security !== undefined)) {
    const [before, after] = [
      ownSecurity[0] ?? inheritedSecurity(context.old, flow),
      ownSecurity[1] ?? inheritedSecurity(context.next, flow),
    ];
    compareSecurity(context, { old: before, next: after, flow, subject, owners });
  }
  const ownServers = [serversOf(old), serversOf(next)] as const;
  // Who is called back says where; servers are those of the owner.
  if (flow === "in" && ownServers.some((servers) => servers !== undefined)) {
    const [before, after] = [
      ownServers[0] ?? below(context.old.root, "servers"),
      ownServers[1] ?? below(context.next.root, "servers"),
    ];
    compareServers(context, { old: before, next: after, subject: `${subject}, server`, owners });
  }
}

// The credentials that a document asks of its callers are none that its owner gives where it calls itself.
function inheritedSecurity(side: OpenApiSide, flow: OperationContext["flow"]): Spot | undefined {
  return flow === "in" ? below(side.root, "security") : undefined;
}

function serversOf({ item, spot }: PlacedOperation): Spot | undefined {
  const own = below(spot, "servers");
  return own === undefined || equalJson(own.value, []) ? item.shared.get("servers") : own;
}

function compareIds(context: OperationContext, old: Spot, next: Spot): void {
  const [was, is] = [
    textAt(below(old, "operationId"), "operationId"),
    textAt(below(next, "operationId"), "operationId"),
  ];
  if (was === is) return;
  const message = `The operation was called ${was ?? "nothing"} and is called ${is ?? "nothing"}. On the wire nothing changes; generated clients do.`;
  report(context, { rule: "openapi/operation-id", breaks: "none", subject: context.subject, message, old, next });
}

function inheritSameParameters({ sameness }: OperationContext, old: PathItem, next: PathItem): boolean {
  const [ours, theirs] = [old.shared.get("parameters"), next.shared.get("parameters")];
  if (old.name !== next.name) return false;
  if (ours === undefined || theirs === undefined) return ours === theirs;
  return sameness.same(ours, theirs, "parameters");
}
