import type { JsonValue } from "@cordon/core";

/** What a config entry says of itself. `revision` is 1 when it is first set and grows by 1 with each change. */
export interface EntryBase {
  readonly key: string;
  readonly revision: number;
  /** When its value was last set, in milliseconds since 1970. A rotation changes the revision, and not this. */
  readonly updatedAt: number;
}

/** A value that anybody may see who may read the registry. */
export interface PlainEntry extends EntryBase {
  readonly secret: false;
  readonly value: JsonValue;
}

/** A value that only `reveal` shows. */
export interface SecretEntry extends EntryBase {
  readonly secret: true;
  /** The key it is encrypted with. */
  readonly keyId: string;
}

/** One entry of the configuration. */
export type ConfigEntry = PlainEntry | SecretEntry;

/** A secret's value, shown on purpose. */
export interface RevealedSecret {
  readonly key: string;
  readonly revision: number;
  readonly value: JsonValue;
}

/** What a rotation did. */
export interface RotationReport {
  readonly examined: number;
  readonly rotated: number;
  /** Keys of secrets that cannot be read any more. They stay as they are, and so does the key that they name. */
  readonly unreadable: readonly string[];
  /** Ids of keys that nothing needs any more. Their salts are gone, so nothing that was encrypted with them can be read again. */
  readonly retired: readonly string[];
}
