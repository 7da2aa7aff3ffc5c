import type { HeaderLine } from "../request/check-headers.ts";
import type { CheckedRequest } from "../request/check-request.ts";
import type { Target } from "../request/target.ts";

/** The request as one host gets it: the guest's own, or what a redirect made of it. */
export interface HopRequest extends Omit<CheckedRequest, "timeoutMs"> {
  /** 0 for the guest's own. */
  readonly hop: number;
}

/** The answer of one host, with where it sends the request on to, if it does. */
export interface HopAnswer {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
  readonly redirect: Target | undefined;
}
