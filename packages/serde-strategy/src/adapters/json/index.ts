// For users.
export { createJsonSerializer } from "./json-serializer.ts";
