import type { Clock } from "@cordon/core";
import type { CircuitBreaker, RateLimiter, RateLimiterOptions } from "@cordon/resilience";
import type { GrantOptions } from "./egress.ts";
import type { EgressEvent } from "./egress-event.ts";
import { type EgressLimits, type ResolvedLimits, resolveLimits } from "./limits.ts";
import type { HttpConnector } from "./ports/http-connector.ts";
import type { Resolver } from "./ports/resolver.ts";
import { KNOWN_KEY_PATTERNS, type SecretPattern } from "./secrets/egress-secret.ts";

/** What egress is made of. */
export interface EgressOptions {
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly connector: HttpConnector;
  /** The limits of every grant. */
  readonly limits?: EgressLimits;
  /** Default: 20 requests at once and 10 a second, for each owner and each host of its rules. */
  readonly limiter?: RateLimiter;
  /** Default: one circuit for each owner and host, with the defaults of `createCircuitBreaker`. */
  readonly breaker?: CircuitBreaker;
  /** Keys that are recognised in requests and answers. Default: `KNOWN_KEY_PATTERNS`. */
  readonly secretPatterns?: readonly SecretPattern[];
  /** Hears of every request, once it is done or refused. What it throws is dropped. */
  readonly onEvent?: (event: EgressEvent) => void;
}

/** The defaults of `EgressOptions`. */
export const EGRESS_DEFAULTS: {
  readonly rate: Readonly<Pick<RateLimiterOptions, "capacity" | "refillPerSecond">>;
  readonly secretPatterns: readonly SecretPattern[];
} = { rate: { capacity: 20, refillPerSecond: 10 }, secretPatterns: KNOWN_KEY_PATTERNS };

/** Every option, checked. The limiter and the breaker are made where none is given. */
export interface ResolvedEgressOptions
  extends
    Pick<EgressOptions, "clock" | "resolver" | "connector" | "limiter" | "breaker">,
    Required<Pick<EgressOptions, "secretPatterns" | "onEvent">> {
  readonly limits: ResolvedLimits;
}

/** A grant's options, checked as far as they can be without its rules and secrets. */
export interface ResolvedGrantOptions extends Required<Pick<GrantOptions, "rules" | "secrets">> {
  readonly maxRedirects: number;
  readonly limits: ResolvedLimits;
  readonly owner: string | undefined;
}

const OPTIONS: ReadonlySet<string> = new Set<keyof EgressOptions>([
  "clock",
  "resolver",
  "connector",
  "limits",
  "limiter",
  "breaker",
  "secretPatterns",
  "onEvent",
]);
const GRANT_OPTIONS: ReadonlySet<string> = new Set<keyof GrantOptions>([
  "rules",
  "secrets",
  "redirects",
  "limits",
  "owner",
]);
// No space, which parts an owner from a host in keys, and no # at its begin, which marks grants without one.
const OWNER = /^(?!#)[!-~]{1,128}$/;

/** Checks the options of `createEgress`. Throws a `TypeError` or `RangeError` for the first that cannot be. */
export function resolveEgressOptions(options: EgressOptions): ResolvedEgressOptions {
  requireKnown(options, OPTIONS);
  requireMethod("clock", options.clock, "deadline");
  requireMethod("resolver", options.resolver, "resolve");
  requireMethod("connector", options.connector, "exchange");
  if (options.limiter !== undefined) requireMethod("limiter", options.limiter, "take");
  if (options.breaker !== undefined) requireMethod("breaker", options.breaker, "run");
  const { secretPatterns = EGRESS_DEFAULTS.secretPatterns, onEvent = () => {} } = options;
  if (typeof onEvent !== "function") throw new TypeError(`onEvent must be a function, and is ${typeof onEvent}.`);
  for (const [at, { name, pattern }] of secretPatterns.entries())
    if (typeof name !== "string" || !(pattern instanceof RegExp))
      throw new TypeError(`A secret pattern has a name and a regular expression, and number ${at} has not.`);
  return Object.freeze({
    ...options,
    limits: resolveLimits(options.limits),
    secretPatterns: [...secretPatterns],
    onEvent,
  });
}

/** Checks the options of a grant. Throws a `TypeError` or `RangeError` for the first that cannot be. */
export function resolveGrantOptions(options: GrantOptions, ceiling: ResolvedLimits): ResolvedGrantOptions {
  requireKnown(options, GRANT_OPTIONS);
  const { rules, secrets = [], redirects = "refuse", owner } = options;
  const limits = resolveLimits(options.limits, ceiling);
  const maxRedirects = redirects === "refuse" ? 0 : redirects.max;
  const least = redirects === "refuse" ? 0 : 1;
  if (!Number.isInteger(maxRedirects) || maxRedirects < least || maxRedirects > limits.maxRedirects)
    throw new RangeError(
      `redirects must be "refuse" or a max from 1 to ${limits.maxRedirects}, and is ${JSON.stringify(redirects)}.`,
    );
  if (owner !== undefined && !(typeof owner === "string" && OWNER.test(owner)))
    throw new RangeError(
      `owner must have 1 to 128 printable ASCII characters, no space and no # first, and is ${JSON.stringify(owner)}.`,
    );
  return Object.freeze({ rules, secrets, maxRedirects, limits, owner });
}

function requireKnown(options: object, known: ReadonlySet<string>): void {
  if (typeof options !== "object" || options === null)
    throw new TypeError(`The options must be an object, and are ${String(options)}.`);
  for (const name of Object.keys(options))
    if (!known.has(name)) throw new TypeError(`There is no option ${name}; there are ${[...known].join(", ")}.`);
}

function requireMethod(name: string, value: object, method: string): void {
  if (typeof (value as Readonly<Record<string, unknown>> | undefined)?.[method] === "function") return;
  throw new TypeError(`${name} must have a function ${method}, and has not.`);
}
