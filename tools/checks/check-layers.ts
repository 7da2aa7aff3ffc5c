import { failWith, listPackages, readJson } from "../workspace.ts";

/** The list of who may import whom. */
export interface Layers {
  readonly rings: Readonly<Record<string, readonly string[]>>;
  readonly composition: readonly string[];
}

/** Holds every package's declared dependencies against `layers.json`, and `layers.json` against the packages there are. */
export async function checkLayers(): Promise<string> {
  const { rings, composition } = readJson("layers.json") as Layers;
  const packages = listPackages();
  const ids = new Set(packages.map(({ id }) => id));
  const listed = [...Object.keys(rings), ...composition];
  const problems = listed.filter((id) => !ids.has(id)).map((id) => `layers.json names ${id}, which is not there.`);
  let arrows = 0;
  for (const { id, manifest, isApp } of packages) {
    if (!listed.includes(id)) problems.push(`${id} is not in layers.json.`);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      if (!name.startsWith("@cordon/")) continue;
      arrows += 1;
      const target = name.slice("@cordon/".length);
      if (isApp || (rings[id] ?? []).includes(target)) continue;
      problems.push(`${id} depends on ${target}, which layers.json does not let it.`);
    }
  }
  if (arrows === 0) problems.push("No package depends on another, so there was nothing to check.");
  failWith(problems, "Move the code, or change layers.json and say why in docs/adr/.");
  return `${packages.length} packages, ${arrows} dependencies`;
}
