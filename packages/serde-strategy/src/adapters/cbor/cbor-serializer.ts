import type { JsonValue } from "@cordon/core";
import { Encoder, type Options } from "cbor-x";
import { asBuffer } from "../../as-buffer.ts";
import { checkText, checkValue } from "../../check-value.ts";
import { serdeError } from "../../errors.ts";
import { mayHideHalfPairs } from "../../half-pairs.ts";
import { resolveLimits, type SerializerOptions } from "../../limits.ts";
import type { Serializer } from "../../ports/serializer.ts";
import { createCborScanner } from "./scan-cbor.ts";

const PLAIN: Options = { useRecords: false, mapsAsObjects: true, variableMapSize: true };

/** CBOR (RFC 8949) in its plain form, by cbor-x: definite lengths, no records, no tags. */
export function createCborSerializer(options: SerializerOptions = {}): Serializer {
  const limits = resolveLimits(options.limits);
  const encoder = new Encoder(PLAIN);
  const scan = createCborScanner(limits);
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
      const buffer = asBuffer(bytes);
      const hasWideIntegers = scan(buffer);
      const value: unknown = encoder.decode(buffer);
      return (hasWideIntegers ? narrow(value) : value) as JsonValue;
    },
  };
}

/**
 * cbor-x makes a bigint of every integer in eight bytes. Others write them for what lies beyond 2^32; it does not itself. Its
 * option to make numbers of them is wrong for negative ones.
 */
function narrow(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  const inside = value as Record<string, unknown>;
  for (const key of Object.keys(inside)) inside[key] = narrow(inside[key]);
  return value;
}
