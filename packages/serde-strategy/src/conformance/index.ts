// For adapter authors.
export { serializerCases } from "./serializer-cases.ts";
export type { SerializerFixture } from "./serializer-cases.ts";
export { REFUSED_VALUES, SURVIVING_VALUES } from "./values.ts";
