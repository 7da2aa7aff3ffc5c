/** How much of an event is taken in. Every function that reads events has the defaults on. */
export interface CloudEventLimits {
  /** Bytes of an event in JSON, of a whole batch, or of a body in binary mode. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Arrays and objects of `data` within each other. Default 64. */
  readonly maxDepth?: number;
  /** Extension attributes of one event. Default 64. */
  readonly maxExtensions?: number;
  /** Events of one batch. Default 1000. */
  readonly maxEvents?: number;
}

/** What holds where a limit is not given. */
export const CLOUD_EVENT_LIMITS: Required<CloudEventLimits> = Object.freeze({
  maxBytes: 1_048_576,
  maxDepth: 64,
  maxExtensions: 64,
  maxEvents: 1000,
});

const MOST: Required<CloudEventLimits> = {
  maxBytes: 268_435_456,
  maxDepth: 1000,
  maxExtensions: 10_000,
  maxEvents: 1_000_000,
};

/** Fills in limits. Throws a `RangeError` for one that is not known or cannot be. */
export function resolveCloudEventLimits(limits: CloudEventLimits | undefined): Required<CloudEventLimits> {
  if (limits === undefined || limits === CLOUD_EVENT_LIMITS) return CLOUD_EVENT_LIMITS;
  const resolved: Record<string, number> = { ...CLOUD_EVENT_LIMITS };
  for (const [name, value] of Object.entries(limits) as [keyof CloudEventLimits, number | undefined][]) {
    if (!Object.hasOwn(MOST, name)) throw new RangeError(`There is no limit ${name}.`);
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || value < 0 || value > MOST[name])
      throw new RangeError(
        `The limit ${name} must be a whole number from 0 to ${MOST[name]}, and is ${String(value)}.`,
      );
    resolved[name] = value;
  }
  return Object.freeze(resolved) as unknown as Required<CloudEventLimits>;
}
