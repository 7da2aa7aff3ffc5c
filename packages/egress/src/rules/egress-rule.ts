/** A method that guests may use. The others are no plain requests: CONNECT opens a tunnel, TRACE shows what was added. */
export type EgressMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** One kind of request that is allowed. What a rule does not name is not. */
export interface EgressRule {
  /** A name such as `api.example.com`; `*.example.com` for every name below it, but not itself; or one exact address. */
  readonly host: string;
  readonly methods: readonly EgressMethod[];
  /** Exact paths, or with `/*` at the end all that is below. */
  readonly paths: readonly string[];
  /** Default: 443, and 80 for http. */
  readonly ports?: readonly number[];
  /** Whether http is allowed besides https. Secrets are never sent over it. Default false. */
  readonly allowHttp?: boolean;
  /** Private networks in which the host may be, such as `10.1.0.0/16`. Default: none. */
  readonly allowPrivate?: readonly string[];
}

/** What no rule allows of a request that was denied: as far as the rule that came nearest goes along with it. */
export type DenialReason = "host" | "scheme" | "port" | "method" | "path";

/** The methods of `EgressRule`. */
export const EGRESS_METHODS: readonly EgressMethod[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Narrows a text to a method that guests may use: in capital letters, as on the wire. */
export function isEgressMethod(method: unknown): method is EgressMethod {
  return (EGRESS_METHODS as readonly unknown[]).includes(method);
}
