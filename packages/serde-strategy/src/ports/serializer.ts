import type { JsonValue } from "@cordon/core";

/** The formats that Cordon speaks. */
export type SerialFormat = "json" | "msgpack" | "cbor";

/**
 * Turns values into bytes and back.
 *
 * - What `encode` accepts, `decode` gives back equal, and every other serializer of this package would too.
 * - `encode` rejects a value that does not survive every format alike with `serde/unsupported-value`, naming where it is.
 * - `decode` never crashes, hangs or touches a prototype, whatever the bytes; it throws `serde/malformed`,
 *   `serde/too-large`, `serde/too-deep`, `serde/too-many-items` or `serde/forbidden-key`.
 * - Both hold the limits that the serializer was made with.
 */
export interface Serializer {
  readonly format: SerialFormat;
  /** The plain media type, such as `application/json`. */
  readonly contentType: string;
  encode(value: JsonValue): Uint8Array;
  decode(bytes: Uint8Array): JsonValue;
}
