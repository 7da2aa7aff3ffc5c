/** What one value may cost at most, encoded or decoded. */
export interface SerdeLimits {
  /** Bytes of the encoded form. Default 1,048,576. */
  readonly maxBytes: number;
  /** Lists and objects inside one another. Default 64. */
  readonly maxDepth: number;
  /** Values at all depths, lists and objects included, keys not. Default 100,000. */
  readonly maxItems: number;
}

/** The options that every serializer takes. */
export interface SerializerOptions {
  /** Any of the limits; the others keep their defaults. None can be switched off. */
  readonly limits?: Partial<SerdeLimits>;
}

/** The defaults of `SerdeLimits`. */
export const SERDE_LIMITS = { maxBytes: 1_048_576, maxDepth: 64, maxItems: 100_000 } as const;

// Deeper values would need a decoder that does not recurse; longer ones do not fit one buffer.
const CEILINGS = { maxBytes: 2 ** 30, maxDepth: 500, maxItems: 2 ** 27 } as const;

/** Checks the limits and fills in the defaults. */
export function resolveLimits(limits: Partial<SerdeLimits> = {}): SerdeLimits {
  const resolved = { ...SERDE_LIMITS, ...limits };
  for (const name of ["maxBytes", "maxDepth", "maxItems"] as const) {
    const value = resolved[name];
    if (Number.isInteger(value) && value >= 1 && value <= CEILINGS[name]) continue;
    throw new RangeError(`${name} must be a whole number from 1 to ${CEILINGS[name]}, and is ${value}.`);
  }
  return Object.freeze(resolved);
}
