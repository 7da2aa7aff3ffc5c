// For users.
export { createCborSerializer } from "./cbor-serializer.ts";
