// For adapter authors.
export { transportCases } from "./transport-cases.ts";
export type { TransportFixture } from "./transport-fixture.ts";
