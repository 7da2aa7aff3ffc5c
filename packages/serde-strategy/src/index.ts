// For users.
export type { SerialFormat, Serializer } from "./ports/serializer.ts";
