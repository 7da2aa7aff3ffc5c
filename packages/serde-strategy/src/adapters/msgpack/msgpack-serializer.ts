import { Packr } from "msgpackr";
import { asBuffer } from "../../as-buffer.ts";
import { checkText, checkValue } from "../../check-value.ts";
import { serdeError } from "../../errors.ts";
import { mayHideHalfPairs } from "../../half-pairs.ts";
import { resolveLimits, type SerializerOptions } from "../../limits.ts";
import type { Serializer } from "../../ports/serializer.ts";
import { createMsgpackDecoder } from "./read-msgpack.ts";

/**
 * MessagePack in its plain form: no records, no extension types, integers wherever a number is one. msgpackr writes it; why it
 * does not read it is in docs/adr/0005.
 */
export function createMsgpackSerializer(options: SerializerOptions = {}): Serializer {
  const limits = resolveLimits(options.limits);
  const packr = new Packr({ useRecords: false, mapsAsObjects: true });
  const decode = createMsgpackDecoder(limits);
  return {
    format: "msgpack",
    contentType: "application/msgpack",
    encode(value) {
      checkValue(value, limits);
      const bytes = packr.pack(value);
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
