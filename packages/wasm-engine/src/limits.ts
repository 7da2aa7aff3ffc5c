import { INLINE_MAX } from "./choose-lane.ts";

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** What a guest may have and use. Each limit is of one call unless it says otherwise. */
export interface EngineLimits {
  /** How large a module may be. Default 16 MiB. */
  readonly maxModuleBytes?: number;
  /** How far a guest's memory may grow: whole pages of 64 KiB. Default 8 MiB. */
  readonly maxMemoryBytes?: number;
  /** How many entries each table of a guest may have. Default 10,000. */
  readonly maxTableEntries?: number;
  /** Default 1 MiB. */
  readonly maxInputBytes?: number;
  /** Default 1 MiB. */
  readonly maxOutputBytes?: number;
  /** How large one text or byte string may be that a guest hands to a host function, or gets from it. Default 256 KiB. */
  readonly maxHostBytes?: number;
  /** The fuel of a call that names none. Default 2,000,000. */
  readonly fuel?: number;
  /** The fuel for initialising a guest, before any call. Default 2,000,000. */
  readonly initFuel?: number;
  /**
   * The fuel with which a call may still run on the caller's thread. Default 2,000,000, which is right for modules of strangers. Raise it
   * only for a module whose code the host knows, and has measured with this much fuel.
   */
  readonly maxInlineFuel?: number;
  /** The deadline of a call that names none, over computing and waiting. Default 1000. */
  readonly timeoutMs?: number;
  /** How long rewriting and compiling a module may take, on a thread of its own, and how long initialising it. Default 10,000. */
  readonly loadTimeoutMs?: number;
  /** How many instances of one guest may exist at once. Default 64. */
  readonly maxInstances?: number;
}

/** Every limit, filled in. */
export interface ResolvedLimits extends Required<EngineLimits> {}

/** What holds where a limit is not given. */
export const ENGINE_LIMIT_DEFAULTS: Required<EngineLimits> = {
  maxModuleBytes: 16_777_216,
  maxMemoryBytes: 8_388_608,
  maxTableEntries: 10_000,
  maxInputBytes: 1_048_576,
  maxOutputBytes: 1_048_576,
  maxHostBytes: 262_144,
  fuel: 2_000_000,
  initFuel: 2_000_000,
  maxInlineFuel: INLINE_MAX.fuel,
  timeoutMs: 1000,
  loadTimeoutMs: 10_000,
  maxInstances: 64,
};

/** Fills in and checks limits. Throws a `RangeError` that names the first one that cannot be. */
export function resolveLimits(limits: EngineLimits = {}): ResolvedLimits {
  const resolved: Record<string, number> = { ...ENGINE_LIMIT_DEFAULTS };
  for (const [name, value] of Object.entries(limits)) {
    if (!(name in ENGINE_LIMIT_DEFAULTS)) throw new RangeError(`There is no limit ${name}.`);
    if (value !== undefined) resolved[name] = value;
  }
  for (const [name, value] of Object.entries(resolved)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`The limit ${name} must be a whole number from 1, and is ${String(value)}.`);
  }
  const checked = resolved as unknown as ResolvedLimits;
  const pages = checked.maxMemoryBytes / PAGE_BYTES;
  if (!Number.isInteger(pages) || pages > MAX_PAGES)
    throw new RangeError(
      `The limit maxMemoryBytes must be 65,536 times a whole number up to 65,536, and is ${checked.maxMemoryBytes}.`,
    );
  return Object.freeze(checked);
}
