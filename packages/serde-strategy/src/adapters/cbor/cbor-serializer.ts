import { Encoder, type Options } from "cbor-x";
import { asBuffer } from "../../as-buffer.ts";
import { checkText, checkValue } from "../../check-value.ts";
import { serdeError } from "../../errors.ts";
import { mayHideHalfPairs } from "../../half-pairs.ts";
import { resolveLimits, type SerializerOptions } from "../../limits.ts";
import type { Serializer } from "../../ports/serializer.ts";
import { createCborDecoder } from "./read-cbor.ts";

const PLAIN: Options = { useRecords: false, mapsAsObjects: true, variableMapSize: true };

/**
 * CBOR (RFC 8949) in its plain form: definite lengths, no records, no tags. cbor-x writes it; why it does not read it is in
 * docs/adr/0005.
 */
export function createCborSerializer(options: SerializerOptions = {}): Serializer {
  const limits = resolveLimits(options.limits);
  const encoder = new Encoder(PLAIN);
  const decode = createCborDecoder(limits);
  return {
    format: "cbor",
    contentType: "application/cbor",
    encode(value) {
      checkValue(value, limits);
      const bytes = encoder.encode(value);
      if (bytes.length > limits.maxBytes) throw serdeError("serde/too-large", { maxBytes: limits.maxBytes });
      if (mayHideHalfPairs(bytes)) checkText(value, limits);
      return bytes;
    },
    decode(bytes) {
      if (bytes.length > limits.maxBytes) throw serdeError("serde/too-large", { maxBytes: limits.maxBytes });
      return decode(asBuffer(bytes));
    },
  };
}
