import { createCborSerializer } from "../src/adapters/cbor/index.ts";
import { createJsonSerializer } from "../src/adapters/json/index.ts";
import { createMsgpackSerializer } from "../src/adapters/msgpack/index.ts";

/** Every serializer of the package, by format. */
export const SERIALIZERS = {
  json: createJsonSerializer,
  msgpack: createMsgpackSerializer,
  cbor: createCborSerializer,
} as const;
