export { registerSuite } from "./conformance.ts";
export type { CaseRegistrar, Claims, ConformanceCase, SuiteCount, SuiteOptions } from "./conformance.ts";
