import { globSync } from "node:fs";
import { apiReports } from "../generators/api-reports.ts";
import { failWith, hasFile, readText, ROOT } from "../workspace.ts";

/** Holds the committed API reports against what the packages export now. */
export async function checkApiReports(): Promise<string> {
  const reports = await apiReports();
  const committed = globSync("{packages,apps}/*/api/*.api.md", { cwd: ROOT });
  const problems = committed
    .filter((path) => !reports.has(path))
    .map((path) => `${path} reports an entry point that is gone.`);
  for (const [path, content] of reports) {
    if (!hasFile(path) || readText(path) !== content) problems.push(`${path} is stale.`);
  }
  failWith(
    problems,
    "The public API has changed. Run `npx pnpm generate`, read the difference as a user would, and commit it.",
  );
  return `${reports.size} entry points`;
}
