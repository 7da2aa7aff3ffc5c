import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { mustRun } from "../run-command.ts";
import { failWith, listPackages, readJson, ROOT, type WorkspacePackage } from "../workspace.ts";

// ESM only, by decision: a CommonJS caller gets the module through import(), or require(esm) on current Node.
const ACCEPTED: ReadonlySet<string> = new Set(["CJSResolvesToESM", "NoResolution"]);

/** Packs every package as it would be published, and holds the tarball against publint and are-the-types-wrong. */
export async function checkPackageLint(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "cordon-pack-"));
  try {
    const packages = listPackages();
    const problems: string[] = [];
    for (const each of packages) problems.push(...(await lint(each, folder)));
    failWith(problems, "A package must work for those who install it: see its exports and files.");
    return `${packages.length} tarballs`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function lint({ dir, manifest }: WorkspacePackage, folder: string): Promise<readonly string[]> {
  const tarball = join(folder, `${dir.replaceAll("/", "-")}.tgz`);
  await mustRun("tar", [
    "-czf",
    tarball,
    "--transform",
    "s,^[.],package,",
    "-C",
    join(ROOT, dir),
    "./package.json",
    "./README.md",
    "./dist",
  ]);
  const data = new Uint8Array(readFileSync(tarball));
  const { messages } = await publint({ pkgDir: join(ROOT, dir), strict: true, pack: false });
  const published = readJson(`${dir}/package.json`) as Record<string, unknown>;
  const found = messages.map((message) => `${manifest.name}: ${formatMessage(message, published) ?? message.code}`);
  const analysis = await checkPackage(createPackageFromTarballData(data));
  if (analysis.types === false) return [...found, `${manifest.name}: the tarball has no types.`];
  const wrong = analysis.problems.filter(
    (problem) =>
      !(ACCEPTED.has(problem.kind) && (!("resolutionKind" in problem) || problem.resolutionKind !== "node16-esm")),
  );
  return [...found, ...wrong.map((problem) => `${manifest.name}: ${JSON.stringify(problem)}`)];
}
