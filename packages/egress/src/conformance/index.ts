export { httpConnectorCases } from "./http-connector-cases.ts";
export type { HttpConnectorFixture, SeenRequest } from "./http-connector-fixture.ts";
export { resolverCases } from "./resolver-cases.ts";
export type { ResolverFixture } from "./resolver-cases.ts";
