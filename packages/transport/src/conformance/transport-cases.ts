import type { ConformanceCase } from "@cordon/core/conformance";
import { transportAbortCases } from "./transport-abort-cases.ts";
import { transportCarryCases } from "./transport-carry-cases.ts";
import type { TransportFixture } from "./transport-fixture.ts";

/** The contract of `Transport`, case by case. */
export const transportCases: readonly ConformanceCase<TransportFixture>[] = [
  ...transportCarryCases,
  ...transportAbortCases,
];
