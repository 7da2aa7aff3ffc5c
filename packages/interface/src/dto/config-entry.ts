import type { JsonValue } from "@cordon/core";

/** A value to keep. */
export interface SetConfigV1 {
  readonly value: JsonValue;
  /** Whether it is encrypted, and never shown again. It must be said of a text under a key that sounds like a secret's. */
  readonly secret?: boolean | undefined;
  /** The revision that the entry must be at; 0 where it must not be there. */
  readonly expectedRevision?: number | undefined;
}

/** An entry of the configuration. */
export interface ConfigEntryV1 {
  readonly key: string;
  readonly secret: boolean;
  /** Not there where it is secret. */
  readonly value?: JsonValue | undefined;
  readonly revision: number;
  readonly updatedAt: string;
}

/** A page of entries in the order of their keys, and the cursor of the next one where there is one. */
export interface ConfigListV1 {
  readonly items: readonly ConfigEntryV1[];
  readonly next: string | null;
}
