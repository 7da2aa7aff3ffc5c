import { globSync } from "node:fs";
import { runCommand } from "../run-command.ts";
import { failWith, ROOT } from "../workspace.ts";

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
  readonly cycle?: readonly { readonly name: string }[];
}

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly totalDependenciesCruised: number;
    readonly violations: readonly Violation[];
  };
}

/** Holds every import against `.dependency-cruiser.mjs`: layers, circles, deep imports, adapters, platform. */
export async function checkImports(): Promise<string> {
  const sources = globSync("{packages,apps}/*/src", { cwd: ROOT });
  const { stdout, output } = await runCommand("depcruise", [
    ...sources,
    "--config",
    ".dependency-cruiser.mjs",
    "--output-type",
    "json",
  ]);
  if (!stdout.startsWith("{")) throw new Error(output);
  const { totalCruised, totalDependenciesCruised, violations } = (JSON.parse(stdout) as Report).summary;
  if (totalDependenciesCruised === 0)
    throw new Error("dependency-cruiser examined no import. Can it read TypeScript? See docs/adr/0004.");
  const problems = violations.map(
    ({ rule, from, to, cycle }) => `${rule.name}: ${from} -> ${cycle?.map(({ name }) => name).join(" -> ") ?? to}`,
  );
  failWith(problems, "What each rule means is in .dependency-cruiser.mjs.");
  return `${totalCruised} modules, ${totalDependenciesCruised} imports`;
}
