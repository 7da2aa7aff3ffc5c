// For users.
export { createMsgpackSerializer } from "./msgpack-serializer.ts";
