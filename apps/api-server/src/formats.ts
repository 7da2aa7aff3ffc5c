import {
  DEFAULT_MEDIA_TYPE,
  MEDIA_TYPES,
  type MediaFormat,
  type MediaType,
  negotiate,
  parseMediaType,
} from "@cordon/interface";
import type { SerdeLimits, Serializer } from "@cordon/serde-strategy";
import { createCborSerializer } from "@cordon/serde-strategy/cbor";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import { createMsgpackSerializer } from "@cordon/serde-strategy/msgpack";
import type { Metadata } from "@cordon/transport";
import { serverError } from "./errors.ts";

/** How large a request may be: as most are, or an upload of a plugin's code. */
export type BodySize = "usual" | "upload";

/** The formats that the server speaks, and what a request says about them. */
export interface Formats {
  reader(format: MediaFormat, size: BodySize): Serializer;
  writer(format: MediaFormat): Serializer;
  /** What a body is in; throws `server/unsupported-media-type`. */
  body(contentType: string): MediaType;
  /** What to answer in; throws `server/not-acceptable`. */
  answer(metadata: Metadata): MediaType;
  /** What to write a problem in. Never throws: a caller that accepts nothing of ours still gets JSON. */
  problemFormat(metadata: Metadata): MediaFormat;
}

/** The largest upload that is read, in bytes: 16 MiB of code in base64, and a manifest. */
export const MAX_UPLOAD_BYTES = 25_165_824;

// What requests brought must fit into an answer, with what goes around it.
const ANSWER_LIMITS: Partial<SerdeLimits> = { maxBytes: 33_554_432, maxDepth: 128, maxItems: 1_000_000 };

const NAMES: readonly string[] = MEDIA_TYPES.map(({ contentType }) => contentType);

/** Makes the formats. Requests are read with the serializers' own limits, but for the bytes of an upload. */
export function createFormats(): Formats {
  const readers: Readonly<Record<BodySize, Serializers>> = {
    usual: createSerializers({}),
    upload: createSerializers({ maxBytes: MAX_UPLOAD_BYTES }),
  };
  const writers = createSerializers(ANSWER_LIMITS);
  return {
    reader: (format, size) => readers[size][format],
    writer: (format) => writers[format],
    body(contentType) {
      const type = parseMediaType(contentType);
      if (type === undefined) throw serverError("server/unsupported-media-type", { accepted: NAMES });
      return type;
    },
    answer(metadata) {
      const type = negotiate(metadata["accept"], fallback(metadata));
      if (type === undefined) throw serverError("server/not-acceptable", { offered: NAMES });
      return type;
    },
    problemFormat(metadata) {
      const accept = metadata["accept"]?.replaceAll("application/problem+", "application/");
      return (negotiate(accept, fallback(metadata)) ?? DEFAULT_MEDIA_TYPE).format;
    },
  };
}

type Serializers = Readonly<Record<MediaFormat, Serializer>>;

function createSerializers(limits: Partial<SerdeLimits>): Serializers {
  return {
    json: createJsonSerializer({ limits }),
    msgpack: createMsgpackSerializer({ limits }),
    cbor: createCborSerializer({ limits }),
  };
}

function fallback(metadata: Metadata): MediaType {
  return parseMediaType(metadata["content-type"] ?? "") ?? DEFAULT_MEDIA_TYPE;
}
