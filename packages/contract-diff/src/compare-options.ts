/** How schemas are read. The defaults are what contracts between programs mean; the other values are stricter or looser. */
export interface CompareOptions {
  /**
   * What a sender sends beside the properties that its contract declares. `declared`: nothing, so a property may be added to an open object.
   * `open`: anything that the contract does not forbid, which is what JSON Schema says. Default `declared`.
   */
  readonly content?: "declared" | "open";
  /** Whether `format` is held. Default `annotation`. */
  readonly formats?: "annotation" | "assertion";
  /** Whether a receiver fills in defaults before it validates, so that a required property with a default may be missing. Default `annotation`. */
  readonly defaults?: "annotation" | "filled";
  /** How far one question is followed before the answer is `unknown`. Default 100,000. */
  readonly maxSteps?: number;
  /** Told now and then what is being looked at. */
  readonly onProgress?: (what: string) => void;
}

/** The options with their defaults. */
export type ResolvedCompareOptions = Required<Omit<CompareOptions, "onProgress">> & Pick<CompareOptions, "onProgress">;

/** Fills in the defaults and refuses what cannot be honoured. */
export function resolveCompareOptions(options: CompareOptions = {}): ResolvedCompareOptions {
  const { content = "declared", formats = "annotation", defaults = "annotation", maxSteps = 100_000 } = options;
  if (!["declared", "open"].includes(content))
    throw new RangeError(`content must be declared or open, not ${content}.`);
  if (!["annotation", "assertion"].includes(formats))
    throw new RangeError(`formats must be annotation or assertion, not ${formats}.`);
  if (!["annotation", "filled"].includes(defaults))
    throw new RangeError(`defaults must be annotation or filled, not ${defaults}.`);
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 1)
    throw new RangeError(`maxSteps must be 1 or more, not ${maxSteps}.`);
  const { onProgress } = options;
  return Object.freeze({ content, formats, defaults, maxSteps, ...(onProgress === undefined ? {} : { onProgress }) });
}
