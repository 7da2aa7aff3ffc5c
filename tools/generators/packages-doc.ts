import type { Layers } from "../checks/check-layers.ts";
import { listPackages, readJson } from "../workspace.ts";

/** `PACKAGES.md`: what each package is for, and who may import whom. */
export async function packagesDoc(): Promise<ReadonlyMap<string, string>> {
  const { rings, composition } = readJson("layers.json") as Layers;
  const packages = listPackages();
  const arrows = Object.entries(rings).flatMap(([from, targets]) => targets.map((to) => `  ${from} --> ${to}`));
  const apps = composition.map((id) => `  ${id}{{apps/${id}}}`);
  const composed = packages
    .filter(({ isApp }) => isApp)
    .flatMap(({ id, manifest }) =>
      Object.keys(manifest.dependencies ?? {})
        .filter((name) => name.startsWith("@cordon/"))
        .map((name) => `  ${id} -.-> ${name.slice("@cordon/".length)}`),
    );
  const rows = packages.map(
    ({ id, dir, manifest }) =>
      `| [${manifest.name}](${dir}/README.md) | ${manifest.description} | ${(rings[id] ?? ["all"]).join(", ") || "none"} |`,
  );
  const text = [
    "# Packages",
    "",
    "<!-- Generated from layers.json and the manifests by `npx pnpm generate`. -->",
    "",
    "An arrow points at what may be imported. Packages import each other's main entry; adapter subpaths, such as",
    "`@cordon/storage/postgres`, are for applications, tests, benchmarks and examples.",
    "",
    "```mermaid",
    "graph TD",
    ...apps,
    ...composed,
    ...arrows,
    "```",
    "",
    "| Package | For | May import |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ];
  return new Map([["PACKAGES.md", text.join("\n")]]);
}
