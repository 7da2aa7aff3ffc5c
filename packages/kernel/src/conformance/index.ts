// For adapter authors.
export { moduleCases } from "./module-cases.ts";
export type { ModuleFixture } from "./module-cases.ts";
