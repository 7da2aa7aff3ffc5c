export { createComponentEngine } from "./create-component-engine.ts";
export type { ComponentEngine, ComponentEngineOptions } from "./create-component-engine.ts";
