/** What one grant may use. Each limit is of one request, all its redirects included, unless it says otherwise. */
export interface EgressLimits {
  /** Default 1 MiB. */
  readonly maxRequestBytes?: number;
  /** The body of the answer. Default 1 MiB. */
  readonly maxResponseBytes?: number;
  /** Names and values of a request's headers, and the same of each answer's. Default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** The most that a grant may follow. Default 5. */
  readonly maxRedirects?: number;
  /** The deadline of a request that names none, and the longest that one may name. Default 10,000. */
  readonly timeoutMs?: number;
  /** Requests of one grant that may be under way at once. Default 8. */
  readonly maxConcurrent?: number;
}

/** Every limit, filled in. */
export type ResolvedLimits = Required<EgressLimits>;

/** What holds where a limit is not given. */
export const EGRESS_LIMIT_DEFAULTS: Required<EgressLimits> = {
  maxRequestBytes: 1_048_576,
  maxResponseBytes: 1_048_576,
  maxHeaderBytes: 16_384,
  maxRedirects: 5,
  timeoutMs: 10_000,
  maxConcurrent: 8,
};

const LEAST: ResolvedLimits = {
  maxRequestBytes: 0,
  maxResponseBytes: 0,
  maxHeaderBytes: 256,
  maxRedirects: 0,
  timeoutMs: 1,
  maxConcurrent: 1,
};
const MOST: ResolvedLimits = {
  maxRequestBytes: 1_073_741_824,
  maxResponseBytes: 1_073_741_824,
  maxHeaderBytes: 1_048_576,
  maxRedirects: 20,
  timeoutMs: 2_147_483_647,
  maxConcurrent: 10_000,
};

/** Fills in and checks limits. With `ceiling`, which is also what is filled in, none may be above it. Throws a `RangeError`. */
export function resolveLimits(limits: EgressLimits = {}, ceiling?: ResolvedLimits): ResolvedLimits {
  const resolved: Record<keyof ResolvedLimits, number> = { ...(ceiling ?? EGRESS_LIMIT_DEFAULTS) };
  const most = ceiling ?? MOST;
  for (const [name, value] of Object.entries(limits)) {
    if (!isLimit(name)) throw new RangeError(`There is no limit ${name}.`);
    if (value !== undefined) resolved[name] = value;
  }
  for (const name of Object.keys(resolved).filter(isLimit)) {
    const value: unknown = resolved[name];
    if (Number.isSafeInteger(value) && resolved[name] >= LEAST[name] && resolved[name] <= most[name]) continue;
    throw new RangeError(
      `The limit ${name} must be a whole number from ${LEAST[name]} to ${most[name]}, and is ${String(value)}.`,
    );
  }
  return Object.freeze(resolved);
}

function isLimit(name: string): name is keyof ResolvedLimits {
  return Object.hasOwn(EGRESS_LIMIT_DEFAULTS, name);
}
