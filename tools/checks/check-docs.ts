import { contractMatrix } from "../generators/contract-matrix.ts";
import { errorsDoc } from "../generators/errors-doc.ts";
import { packagesDoc } from "../generators/packages-doc.ts";
import { failWith, hasFile, readText } from "../workspace.ts";

/** Holds the generated documents against what would be generated now. */
export async function checkDocs(): Promise<string> {
  const documents = new Map([...(await errorsDoc()), ...(await packagesDoc()), ...(await contractMatrix())]);
  const stale = [...documents].filter(([path, content]) => !hasFile(path) || readText(path) !== content);
  failWith(
    stale.map(([path]) => `${path} is stale.`),
    "Run `npx pnpm generate` and read what changed: an error code that is missing or renamed breaks clients.",
  );
  return [...documents.keys()].join(", ");
}
