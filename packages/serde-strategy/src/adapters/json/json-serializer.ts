import { Buffer, isUtf8 } from "node:buffer";
import { asBuffer } from "../../as-buffer.ts";
import { checkText, checkValue } from "../../check-value.ts";
import { serdeError } from "../../errors.ts";
import { resolveLimits, type SerializerOptions } from "../../limits.ts";
import type { Serializer } from "../../ports/serializer.ts";

/** JSON (RFC 8259) in UTF-8, by the platform's own parser. */
export function createJsonSerializer(options: SerializerOptions = {}): Serializer {
  const limits = resolveLimits(options.limits);
  return {
    format: "json",
    contentType: "application/json",
    encode(value) {
      checkValue(value, limits);
      const text = JSON.stringify(value);
      // Half a surrogate pair is the only thing that is written as an escape of this shape.
      if (text.includes("\\ud")) checkText(value, limits);
      const bytes = Buffer.from(text);
      if (bytes.length > limits.maxBytes) throw serdeError("serde/too-large", { maxBytes: limits.maxBytes });
      return bytes;
    },
    decode(bytes) {
      if (bytes.length > limits.maxBytes) throw serdeError("serde/too-large", { maxBytes: limits.maxBytes });
      const text = textOf(asBuffer(bytes));
      const value = parse(text);
      try {
        checkValue(value, limits);
        // The bytes are UTF-8, so half a surrogate pair can only have come as an escape.
        if (text.includes("\\u")) checkText(value, limits);
      } catch (error) {
        // A number past 2^53, which the parser has rounded already, or half a surrogate pair as an escape.
        throw (error as { code?: string }).code === "serde/unsupported-value" ? malformed(error) : error;
      }
      return value;
    },
  };
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString();
  // What is no UTF-8 has become U+FFFD. An honest one is rare enough to pay for a second look.
  if (text.includes("\ufffd") && !isUtf8(bytes)) throw malformed();
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the input, so it is not kept.
    throw malformed();
  }
}

function malformed(cause?: unknown): Error {
  return serdeError("serde/malformed", { format: "JSON" }, cause === undefined ? {} : { cause });
}
