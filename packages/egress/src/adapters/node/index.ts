export { createNodeHttpConnector } from "./node-http-connector.ts";
export type { NodeHttpConnectorOptions } from "./node-http-connector.ts";
export { createNodeResolver, NODE_RESOLVER_DEFAULTS } from "./node-resolver.ts";
export type { NodeResolverOptions } from "./node-resolver.ts";
