import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../workspace.ts";

/** The files below `contracts/`, from the schemas that the code checks with. */
export async function contractFiles(): Promise<ReadonlyMap<string, string>> {
  const { buildContracts } = (await import(pathToFileURL(join(ROOT, "packages/interface/dist/index.js")).href)) as {
    readonly buildContracts: () => ReadonlyMap<string, unknown>;
  };
  const files = [...buildContracts()].map(
    ([path, content]) => [`contracts/${path}`, `${JSON.stringify(content, undefined, 2)}\n`] as const,
  );
  return new Map(files);
}
