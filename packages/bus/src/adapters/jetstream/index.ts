export { bridgeBus } from "./bridge-bus.ts";
export type { BusBridge } from "./bridge-bus.ts";
export { BRIDGE_DEFAULTS } from "./bridge-options.ts";
export type { BridgeOptions } from "./bridge-options.ts";
