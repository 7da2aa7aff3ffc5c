// Writes everything that is generated and committed: `npx pnpm generate`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { apiReports } from "./generators/api-reports.ts";
import { contractMatrix } from "./generators/contract-matrix.ts";
import { contractFiles } from "./generators/contracts.ts";
import { errorsDoc } from "./generators/errors-doc.ts";
import { packagesDoc } from "./generators/packages-doc.ts";
import { referenceFiles } from "./generators/references.ts";
import { mustRun } from "./run-command.ts";
import { hasFile, readText, ROOT } from "./workspace.ts";

for (const generator of [referenceFiles, contractFiles, errorsDoc, packagesDoc, contractMatrix, apiReports]) {
  for (const [path, content] of await generator()) {
    if (hasFile(path) && readText(path) === content) continue;
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), content);
    console.log(`wrote ${path}`);
  }
}
await mustRun("oxfmt", []);
