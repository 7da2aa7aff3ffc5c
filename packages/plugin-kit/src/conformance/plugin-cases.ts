import type { ConformanceCase } from "@cordon/core/conformance";
import { answerCases } from "./answer-cases.ts";
import { capabilityCases } from "./capability-cases.ts";
import { packageCases } from "./package-cases.ts";
import type { PluginSubject } from "./plugin-subject.ts";

/** What a host expects of any plugin, case by case. Its examples are what it is called with. */
export const pluginCases: readonly ConformanceCase<PluginSubject>[] = [
  ...packageCases,
  ...answerCases,
  ...capabilityCases,
];
