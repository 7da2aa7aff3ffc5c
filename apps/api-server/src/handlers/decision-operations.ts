import {
  decisionHeadResponse,
  decisionListResponse,
  decisionResponse,
  decisionVerdictResponse,
  readRequest,
  recordDecisionRequest,
  verifyDecisionsRequest,
  writeResponse,
} from "@cordon/interface";
import type { DecisionEntry, DecisionLog, RecentRequest } from "@cordon/kernel";
import { serverError } from "../errors.ts";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { decisionToDto } from "./decision-to-dto.ts";
import type { Operation, OperationCall } from "./operation.ts";
import { checkPluginParams, readLimit } from "./plugin-params.ts";

const MAX_DECISIONS = 100;

/** Lists decisions, newest first, of all or of one actor. */
export function listDecisionsOperation({ kernel }: MessagingParts): Operation {
  const { decisions } = kernel.state;
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["limit", "cursor", "actor"]);
      const limit = readLimit(call, MAX_DECISIONS);
      const before = cursorOf(call);
      const { actor } = call.params;
      const page = { limit, ...(before === undefined ? {} : { before }) };
      const found = await read(decisions, actor, page, signal);
      const last = found.at(-1)?.sequence;
      const isFull = last !== undefined && found.length === limit;
      const more = isFull ? await read(decisions, actor, { limit: 1, before: last }, signal) : [];
      const list = { items: found.map(decisionToDto), next: more.length > 0 ? String(last) : null };
      return { outcome: "ok", body: writeResponse(decisionListResponse, call.version, list) };
    },
  };
}

/** Notes a decision. Who decided is who calls: the body cannot say so. */
export function recordDecisionOperation({ kernel, senderOf }: MessagingParts): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, []);
      const { envelopeId, ...asked } = readRequest(recordDecisionRequest, call.bodyVersion, call.body);
      const actor = senderOf(call.principal).name;
      const decision = { ...asked, actor, ...(envelopeId === undefined ? {} : { envelopeId }) };
      const entry = await kernel.state.decisions.append(decision, signal);
      return { outcome: "created", body: writeResponse(decisionResponse, call.version, decisionToDto(entry)) };
    },
  };
}

/** Reads the end of the log. */
export function decisionHeadOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, []);
      const head = await kernel.state.decisions.head(signal);
      return { outcome: "ok", body: writeResponse(decisionHeadResponse, call.version, head) };
    },
  };
}

/** Verifies the whole log, against a head that the caller has kept if there is one. */
export function verifyDecisionsOperation({ kernel }: MessagingParts): Operation {
  return {
    access: "token",
    body: "optional",
    async run(call, signal) {
      checkPluginParams(call, []);
      const { body, bodyVersion } = call;
      const { expectedHead } = body === undefined ? {} : readRequest(verifyDecisionsRequest, bodyVersion, body);
      const options = expectedHead === undefined ? {} : { anchor: expectedHead };
      const verdict = await kernel.state.decisions.verify(signal, options);
      return { outcome: "ok", body: writeResponse(decisionVerdictResponse, call.version, verdict) };
    },
  };
}

function read(
  decisions: DecisionLog,
  actor: string | undefined,
  page: RecentRequest,
  signal: AbortSignal,
): Promise<readonly DecisionEntry[]> {
  return actor === undefined ? decisions.recent(page, signal) : decisions.byActor({ ...page, actor }, signal);
}

function cursorOf({ params: { cursor } }: OperationCall): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  const issue = { pointer: "/cursor", message: "was not made by this list" };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}
