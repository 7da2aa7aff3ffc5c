import { listPackages } from "../workspace.ts";

/** The tsconfig files: the same options everywhere, and a reference for each dependency inside the workspace. */
export async function referenceFiles(): Promise<ReadonlyMap<string, string>> {
  const packages = listPackages();
  const dirs = new Map(packages.map(({ manifest, dir }) => [manifest.name, dir]));
  const files = new Map<string, string>();
  for (const { dir, manifest } of packages) {
    const references = Object.keys(manifest.dependencies ?? {})
      .flatMap((name) => dirs.get(name) ?? [])
      .map((target) => ({ path: `../../${target}`.replace(`../../${dir.split("/")[0]}/`, "../") }));
    files.set(
      `${dir}/tsconfig.json`,
      json({
        extends: "../../tsconfig.base.json",
        compilerOptions: { rootDir: "src", outDir: "dist", tsBuildInfoFile: "dist/.tsbuildinfo" },
        include: ["src"],
        exclude: ["src/**/*.test.ts"],
        references,
      }),
    );
  }
  return files.set("tsconfig.json", json({ files: [], references: packages.map(({ dir }) => ({ path: dir })) }));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
