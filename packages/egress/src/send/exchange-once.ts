import { AppError } from "@cordon/core";
import { checkAddresses } from "../address/check-addresses.ts";
import type { Network } from "../address/special-ranges.ts";
import type { EventDraft } from "../egress-event.ts";
import { egressError } from "../errors.ts";
import { checkAnswer, redirectOf } from "./check-answer.ts";
import type { GrantParts } from "./grant-parts.ts";
import type { HopAnswer, HopRequest } from "./hop-request.ts";
import { readBody } from "./read-body.ts";
import type { Stop } from "./stop.ts";

/** A request that was admitted: its secrets are filled in. */
export interface AdmittedRequest extends Omit<HopRequest, "headers"> {
  readonly headers: Readonly<Record<string, string>>;
  /** The private networks that each list of rules opens for it. */
  readonly networks: readonly (readonly Network[])[];
}

/** Resolves once, checks what came of it, connects to that and reads the answer. The connection ends with this call. */
export async function exchangeOnce(
  parts: GrantParts,
  request: AdmittedRequest,
  stop: Stop,
  draft: EventDraft,
): Promise<HopAnswer> {
  const done = new AbortController();
  try {
    const address = await addressOf(parts, request, stop);
    draft.decision = "allowed";
    const { url } = request.target;
    const answer = await stop.wait((signal) =>
      parts.connector.exchange(
        {
          // A copy, so that no connector can change where a redirect is resolved against.
          url: new URL(url),
          address,
          method: request.method,
          headers: request.headers,
          body: request.body,
          maxHeaderBytes: parts.limits.maxHeaderBytes,
        },
        AbortSignal.any([signal, done.signal]),
      ),
    );
    draft.status = answer.status;
    checkAnswer(parts, request.method, answer);
    const redirect = redirectOf(parts, request, answer);
    const { status, headers } = answer;
    // What a page that only leads elsewhere says is of no use to anyone.
    if (redirect !== undefined) return { status, headers, body: new Uint8Array(), redirect };
    return { status, headers, body: await readBody(parts, answer.body, stop, draft), redirect: undefined };
  } catch (error) {
    // What adapters throw, they have put into words. Anything else may hold addresses or bytes of the answer, and is not kept.
    throw AppError.from(error, () => egressError("egress/unreachable", { reason: "the connector failed" }));
  } finally {
    done.abort();
  }
}

async function addressOf(parts: GrantParts, { target, networks }: AdmittedRequest, stop: Stop): Promise<string> {
  const { host, isAddress } = target;
  const found = isAddress ? [host] : await stop.wait((signal) => parts.resolver.resolve({ host }, signal));
  return checkAddresses(found, networks);
}
