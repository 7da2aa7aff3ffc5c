import type { JsonValue } from "@cordon/core";

/** Where something stands: what a report points at. Lines count from 1. */
export interface Place {
  readonly file: string;
  /** RFC 6901, into the file as it is written. For WIT, the path of the item: `/world/host/import/log`. */
  readonly pointer: string;
  readonly line?: number;
}

/** A file that was read and parsed. `value` of a WIT package is its text. */
export interface ContractDocument {
  /** As the user knows it, with its revision before it where it has one: `origin/main:contracts/openapi.json`. */
  readonly file: string;
  readonly value: JsonValue;
  /**
   * The lines of what these pointers name, in their order; of the nearest thing above, where one names nothing. One pass over the text,
   * made only when somebody asks: most documents have no finding.
   */
  linesOf(pointers: readonly string[]): readonly (number | undefined)[];
}

/** Finds a file that a reference leads to, by the name that it has beside the one with the reference. Must not lead out of where contracts are. */
export type LoadDocument = (file: string) => ContractDocument | undefined;
