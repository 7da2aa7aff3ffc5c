import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../workspace.ts";

/** The files below `contracts/`, from the schemas that the code checks with. */
export async function contractFiles(): Promise<ReadonlyMap<string, string>> {
  const { buildContracts } = await built<{ readonly buildContracts: () => ReadonlyMap<string, unknown> }>("interface");
  const { guestWit, manifestJsonSchema } = await built<{
    readonly guestWit: () => string;
    readonly manifestJsonSchema: () => unknown;
  }>("plugin-runtime");
  const { busContracts } = await built<{ readonly busContracts: () => ReadonlyMap<string, unknown> }>("bus");
  const schemas = new Map([...buildContracts(), ...busContracts(), ["plugin/manifest/v1.json", manifestJsonSchema()]]);
  const files = [...schemas].map(
    ([path, content]) => [`contracts/${path}`, `${JSON.stringify(content, undefined, 2)}\n`] as const,
  );
  return new Map([...files, ["contracts/plugin/guest.wit", guestWit()]]);
}

async function built<Exports>(name: string): Promise<Exports> {
  return (await import(pathToFileURL(join(ROOT, `packages/${name}/dist/index.js`)).href)) as Exports;
}
