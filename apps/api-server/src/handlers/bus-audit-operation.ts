import { busAuditResponse, type BusAuditRecordV1, writeResponse } from "@cordon/interface";
import type { KeptAuditRecord } from "@cordon/kernel";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import type { Operation } from "./operation.ts";
import { checkPluginParams, readLimit } from "./plugin-params.ts";
import { timeOf } from "./plugin-to-dto.ts";

const MAX_RECORDS = 1000;

/** Reads what was done on the bus with authority, and what was denied. */
export function busAuditOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["limit", "principal"]);
      const limit = readLimit(call, MAX_RECORDS);
      const { principal } = call.params;
      const request = principal === undefined ? { limit } : { limit, principal };
      const items = (await kernel.state.audit.recent(request, signal)).map(recordToDto);
      return { outcome: "ok", body: writeResponse(busAuditResponse, call.version, { items }) };
    },
  };
}

function recordToDto({ at, lastAt, grantId, ...same }: KeptAuditRecord): BusAuditRecordV1 {
  const { principal, action, capability, outcome, count } = same;
  return {
    at: timeOf(at),
    principal,
    action,
    capability,
    outcome,
    grantId: grantId ?? null,
    count,
    lastAt: timeOf(lastAt),
  };
}
