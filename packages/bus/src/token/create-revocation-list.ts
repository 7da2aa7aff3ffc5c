import type { Clock } from "@cordon/core";
import type { RevocableBlock } from "./token-authority.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";

/** Options of `createRevocationList`. */
export interface RevocationListOptions {
  readonly clock: Clock;
  /** Default 10,000. */
  readonly maxEntries?: number;
  /** How long after their end tokens may still be shown: as long as messages are kept by a stream. Default a day, at least a minute. */
  readonly keepMs?: number;
}

/**
 * Tokens that were revoked before their time.
 *
 * - When it is full it forgets the entry that is over first, and from then on refuses every token that is over by the same time, `refusedThrough`.
 *   As a rule those are over anyway, also where the clock is turned back. If not, it fails closed, and who loses a token gets one that lasts longer.
 * - `entries` leaves out those that were over `keepMs` ago.
 */
export interface RevocationList {
  /** Give it what `blocks` of a token has. An `expiresAt` that is too early lets it be forgotten too early. */
  readonly revoke: (id: string, expiresAt: number) => void;
  /** Refuses every token that is over by then: in need, all there are. It cannot be taken back. */
  readonly refuseThrough: (expiresAt: number) => void;
  readonly isRevoked: (id: string, expiresAt: number) => boolean;
  /** Calls back at each change, until it is disposed. */
  readonly listen: (onChange: () => void) => Disposable;
  /** What to tell another server, together with `refusedThrough`. */
  readonly entries: () => readonly RevocableBlock[];
  /** Milliseconds since 1970. 0 at first. */
  readonly refusedThrough: number;
}

/** The defaults of a revocation list. */
export const REVOCATION_LIST_DEFAULTS: Required<Pick<RevocationListOptions, "maxEntries" | "keepMs">> = Object.freeze({
  maxEntries: 10_000,
  keepMs: 86_400_000,
});

const ID = /^[0-9a-f]{32}$/;

/** Makes a list of nothing. */
export function createRevocationList(options: RevocationListOptions): RevocationList {
  const { clock, maxEntries, keepMs } = { ...REVOCATION_LIST_DEFAULTS, ...options };
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1)
    throw new RangeError(`maxEntries must be a whole number from 1; got ${maxEntries}.`);
  if (!(keepMs >= TOKEN_LIMITS.maxLeewayMs))
    throw new RangeError(`keepMs must be at least ${TOKEN_LIMITS.maxLeewayMs}; got ${keepMs}.`);
  const ends = new Map<string, number>();
  const listeners = new Set<() => void>();
  let refusedThrough = 0;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const isOver = (expiresAt: number): boolean => clock.now() >= expiresAt + keepMs;
  const forgetFirst = (): void => {
    const [id, expiresAt] = firstOver(ends);
    ends.delete(id);
    refusedThrough = Math.max(refusedThrough, expiresAt);
  };
  return Object.freeze({
    revoke(id: string, expiresAt: number) {
      if (!ID.test(id)) throw new TypeError("The id of a block must be 32 hexadecimal digits.");
      if ((ends.get(id) ?? -1) >= checkTime(expiresAt)) return;
      ends.set(id, expiresAt);
      if (ends.size > maxEntries) forgetFirst();
      changed();
    },
    refuseThrough(expiresAt: number) {
      if (checkTime(expiresAt) <= refusedThrough) return;
      refusedThrough = expiresAt;
      changed();
    },
    listen(onChange: () => void) {
      listeners.add(onChange);
      return { [Symbol.dispose]: () => void listeners.delete(onChange) };
    },
    // Said by what must hold, so that a time that is no number is refused.
    isRevoked: (id: string, expiresAt: number) => !(expiresAt > refusedThrough) || ends.has(id),
    entries: () =>
      [...ends].map(([id, expiresAt]) => ({ id, expiresAt })).filter(({ expiresAt }) => !isOver(expiresAt)),
    get refusedThrough() {
      return refusedThrough;
    },
  });
}

function firstOver(ends: ReadonlyMap<string, number>): readonly [string, number] {
  return [...ends].reduce((first, entry) => (entry[1] < first[1] ? entry : first));
}

function checkTime(expiresAt: number): number {
  if (Number.isFinite(expiresAt) && expiresAt >= 0) return expiresAt;
  throw new RangeError(`expiresAt must be milliseconds since 1970; got ${expiresAt}.`);
}
