// The gate: `npx pnpm verify`. With `--only NAME` one step, with `--except NAME` all but one.
import process from "node:process";
import { checkApiReports } from "./checks/check-api-reports.ts";
import { checkContracts } from "./checks/check-contracts.ts";
import { checkDocs } from "./checks/check-docs.ts";
import { checkFileLengths } from "./checks/check-file-lengths.ts";
import { checkImports } from "./checks/check-imports.ts";
import { checkLayers } from "./checks/check-layers.ts";
import { checkPackageLint } from "./checks/check-package-lint.ts";
import { checkPackages } from "./checks/check-packages.ts";
import { checkQuickJs } from "./checks/check-quickjs.ts";
import { build, checkFormat, checkLint, checkTypes, runTests } from "./checks/check-tools.ts";
import { checkUnused } from "./checks/check-unused.ts";

const STEPS: ReadonlyMap<string, () => Promise<string>> = new Map([
  ["format", checkFormat],
  ["build", build],
  ["types", checkTypes],
  ["lint", checkLint],
  ["packages", checkPackages],
  ["layers", checkLayers],
  ["imports", checkImports],
  ["unused", checkUnused],
  ["lengths", checkFileLengths],
  ["package-lint", checkPackageLint],
  ["api-reports", checkApiReports],
  ["contracts", checkContracts],
  ["docs", checkDocs],
  ["quickjs", checkQuickJs],
  ["tests", runTests],
]);

const [flag, named = ""] = process.argv.slice(2);
if (flag !== undefined && !(["--only", "--except"].includes(flag) && STEPS.has(named))) {
  throw new RangeError(`Use no argument, or --only or --except with one of ${[...STEPS.keys()].join(", ")}.`);
}
const steps = [...STEPS].filter(([name]) => flag === undefined || (name === named) === (flag === "--only"));
let failed = 0;
for (const [name, run] of steps) {
  const begun = performance.now();
  const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  try {
    console.log(`ok    ${name.padEnd(13)} ${await run()} (${seconds()})`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name} (${seconds()})\n${error instanceof Error ? error.message : String(error)}\n`);
  }
}
console.log(failed === 0 ? `All ${steps.length} steps passed.` : `${failed} of ${steps.length} steps failed.`);
process.exitCode = failed === 0 ? 0 : 1;
