import type { CheckRun } from "../check/comparison.ts";
import { runCheck } from "../check/run-check.ts";
import type { CheckPlan } from "./check-plan.ts";
import { type CheckSetup, createFileReader } from "./check-setup.ts";
import type { CliHost } from "./command.ts";

/** Runs what was planned. */
export function runPlan(plan: CheckPlan, setup: CheckSetup, host: CliHost, signal: AbortSignal): Promise<CheckRun> {
  const { tools, clock } = host;
  const { waivers, onProgress, settingsOf } = setup;
  return runCheck(
    {
      pairs: plan.pairs,
      settingsOf: ({ names }) => settingsOf(names),
      comparers: tools.comparers,
      rules: tools.rules,
      waivers,
      isWhole: plan.isWhole,
      now: clock.now(),
      given: plan.given,
      against: plan.against,
      toolVersion: tools.version,
      readFile: createFileReader(plan.trees, host),
      ...(onProgress === undefined ? {} : { onProgress }),
    },
    signal,
  );
}
