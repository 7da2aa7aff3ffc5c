import { AppError } from "@cordon/core";
import { type EventDraft, draftEvent } from "../egress-event.ts";
import { egressError } from "../errors.ts";
import { matchRules } from "../rules/match-rules.ts";
import type { CompiledRule } from "../rules/compile-rule.ts";
import { exchangeOnce } from "./exchange-once.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { HopAnswer, HopRequest } from "./hop-request.ts";
import { prepareHeaders, refuseSecretsInBody, refuseSecretsInUrl } from "./request-secrets.ts";
import type { Stop } from "./stop.ts";

/**
 * Sends a request to one host, if all of this agrees, and tells of it in one event.
 *
 * ```text
 * scan URL -> rules -> rate limit -> scan headers, body -> fill placeholders -> circuit -> resolve -> check -> connect
 * ```
 */
export async function sendHop(parts: GrantParts, request: HopRequest, stop: Stop): Promise<HopAnswer> {
  const draft = draftEvent(parts.owner, request.hop);
  const begun = parts.clock.elapsed();
  draft.method = request.method;
  draft.requestBytes = request.body?.length ?? 0;
  try {
    return await admitAndExchange(parts, request, stop, draft);
  } catch (error) {
    draft.code = AppError.is(error) ? error.code : "core/internal";
    throw error;
  } finally {
    parts.emit({ ...draft, ms: parts.clock.elapsed() - begun });
  }
}

async function admitAndExchange(
  parts: GrantParts,
  request: HopRequest,
  stop: Stop,
  draft: EventDraft,
): Promise<HopAnswer> {
  const { target } = request;
  // First of all, since everything after it may tell of the host and the path.
  refuseSecretsInUrl(parts, target);
  draft.host = target.url.host;
  draft.path = target.path;
  const rules = admit(parts, request);
  draft.rule = rules[0]?.[0]?.index;
  const headers = prepareHeaders(parts, request);
  refuseSecretsInBody(parts, request.body);
  const networks = rules.map((list) => list.flatMap((rule) => rule.networks));
  try {
    return await parts.breaker.run(`${parts.owner} ${target.url.host}`, async () => {
      const answer = await exchangeOnce(parts, { ...request, headers, networks }, stop, draft);
      if (answer.status >= 500) throw new ServerFault(answer);
      return answer;
    });
  } catch (error) {
    if (error instanceof ServerFault) return error.answer;
    throw error;
  }
}

function admit(parts: GrantParts, { target, method, hop }: HopRequest): readonly (readonly CompiledRule[])[] {
  const match = matchRules(parts.chain, target, method);
  if (match.kind === "denied") throw egressError("egress/denied", { reason: match.reason, hop });
  // By the rule's host: who may reach *.example.com does not get a fresh allowance for each name it makes up.
  const host = match.rules[0]?.[0]?.host.text ?? "";
  const { allowed, retryAfterMs } = parts.limiter.take(`${parts.owner} ${host}`);
  if (!allowed) throw egressError("egress/rate-limited", { retryAfterMs });
  return match.rules;
}

/** Carries an answer past the circuit breaker: to it a host that answers 5xx is unwell, to the guest that is an answer. */
class ServerFault extends Error {
  readonly answer: HopAnswer;

  constructor(answer: HopAnswer) {
    super(`The host answered ${answer.status}.`);
    this.answer = answer;
  }
}
