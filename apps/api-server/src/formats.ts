import {
  DEFAULT_MEDIA_TYPE,
  MEDIA_TYPES,
  type MediaFormat,
  type MediaType,
  negotiate,
  parseMediaType,
} from "@cordon/interface";
import type { Serializer } from "@cordon/serde-strategy";
import { createCborSerializer } from "@cordon/serde-strategy/cbor";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import { createMsgpackSerializer } from "@cordon/serde-strategy/msgpack";
import type { Metadata } from "@cordon/transport";
import { serverError } from "./errors.ts";

/** The formats that the server speaks, and what a request says about them. */
export interface Formats {
  serializer(format: MediaFormat): Serializer;
  /** What a body is in; throws `server/unsupported-media-type`. */
  body(contentType: string): MediaType;
  /** What to answer in; throws `server/not-acceptable`. */
  answer(metadata: Metadata): MediaType;
  /** What to write a problem in. Never throws: a caller that accepts nothing of ours still gets JSON. */
  problemFormat(metadata: Metadata): MediaFormat;
}

const NAMES: readonly string[] = MEDIA_TYPES.map(({ contentType }) => contentType);

/** Makes the formats with the serializers' own limits on. */
export function createFormats(): Formats {
  const serializers: Readonly<Record<MediaFormat, Serializer>> = {
    json: createJsonSerializer(),
    msgpack: createMsgpackSerializer(),
    cbor: createCborSerializer(),
  };
  return {
    serializer: (format) => serializers[format],
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

function fallback(metadata: Metadata): MediaType {
  return parseMediaType(metadata["content-type"] ?? "") ?? DEFAULT_MEDIA_TYPE;
}
