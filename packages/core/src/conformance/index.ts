export { clockCases } from "./clock-cases.ts";
export type { ClockFixture } from "./clock-cases.ts";
export { idSourceCases } from "./id-source-cases.ts";
export { randomCases } from "./random-cases.ts";
export { registerSuite } from "./conformance.ts";
export type { CaseRegistrar, Claims, ConformanceCase, SuiteCount, SuiteOptions } from "./conformance.ts";
