import { summaryOf } from "../check/summary.ts";
import { PLAN_OPTIONS, PLAN_USAGE, planCheck } from "./check-plan.ts";
import { readSetup } from "./check-setup.ts";
import type { Command } from "./command.ts";
import { readOutputs, REPORT_OPTIONS, REPORT_USAGE, writeReports } from "./report-outputs.ts";
import { runPlan } from "./run-plan.ts";
import { COMPARE_OPTIONS, COMPARE_USAGE } from "./shared-options.ts";

/** `contract-diff check`. */
export const checkCommand: Command = {
  name: "check",
  summary: "Holds the contracts of this folder against those of a revision, or sources against their pinned copies.",
  usage: [
    "contract-diff check [<path>...] [--against <rev>]",
    "",
    "Exits with 1 where a change is found that the level forbids. The paths are folders or files of contracts; default: what the configuration",
    "names, or contracts. Without --against they are sources, such as src/orders.ts#Order, and the contracts are their pinned copies.",
    ...PLAN_USAGE,
    ...COMPARE_USAGE,
    ...REPORT_USAGE,
  ],
  maxPositionals: 1000,
  options: { ...COMPARE_OPTIONS, ...REPORT_OPTIONS, ...PLAN_OPTIONS },
  async run(given, host, signal) {
    const outputs = readOutputs(given);
    const setup = await readSetup(given, host, signal);
    const plan = await planCheck(given.positionals, given, setup, host, signal);
    const run = await runPlan(plan, setup, host, signal);
    await writeReports(run, outputs, host, given);
    return summaryOf(run).passes ? 0 : 1;
  },
};
