import { isDeepStrictEqual } from "node:util";
import { failWith, hasFile, listPackages, readJson, type WorkspacePackage } from "../workspace.ts";
import { referenceFiles } from "../generators/references.ts";

const EXPECTED = {
  version: "0.1.0",
  license: "Apache-2.0",
  type: "module",
  engines: { node: ">=24" },
  publishConfig: { access: "public" },
} as const;

const BUILT_FILES = ["dist", "!dist/.tsbuildinfo"];

/** Sees that all packages are alike where they should be: manifests, files, compiler options. */
export async function checkPackages(): Promise<string> {
  const packages = listPackages();
  const references = await referenceFiles();
  const problems = packages.flatMap(manifestProblems);
  for (const [path, content] of references) {
    if (!isDeepStrictEqual(readJson(path), JSON.parse(content))) problems.push(`${path} is not what it should be.`);
  }
  failWith(problems, "Mend the manifests by hand; `npx pnpm generate` writes the tsconfig files.");
  return `${packages.length} packages, ${references.size} tsconfig files`;
}

function manifestProblems({ id, dir, isApp, manifest }: WorkspacePackage): readonly string[] {
  const problems: string[] = [];
  if (manifest.name !== `@cordon/${id}`) problems.push(`${dir}: the name must be @cordon/${id}.`);
  if ((manifest.description ?? "") === "") problems.push(`${dir}: a description is missing.`);
  for (const [field, value] of Object.entries(EXPECTED)) {
    if (isDeepStrictEqual((manifest as unknown as Record<string, unknown>)[field], value)) continue;
    problems.push(`${dir}: ${field} must be ${JSON.stringify(value)}.`);
  }
  // What a package publishes beside its code comes after.
  if (!isDeepStrictEqual(manifest.files?.slice(0, BUILT_FILES.length), BUILT_FILES))
    problems.push(`${dir}: files must begin with ${JSON.stringify(BUILT_FILES)}.`);
  if (!isApp && manifest.sideEffects !== false) problems.push(`${dir}: sideEffects must be false.`);
  const exported = manifest.exports ?? {};
  if (!("." in exported)) problems.push(`${dir}: exports must have ".".`);
  if (exported["./internal/*"] !== null) problems.push(`${dir}: exports must close "./internal/*" with null.`);
  // A plugin goes on from what the compiler wrote, by the tool that its author uses as well.
  if (!/^tsc -b(?: && cordon-plugin build)?$/.test(manifest.scripts?.["build"] ?? ""))
    problems.push(`${dir}: scripts.build must be "tsc -b", or that and "cordon-plugin build".`);
  if (Object.keys(manifest.scripts ?? {}).length !== 1) problems.push(`${dir}: scripts must have build, and no other.`);
  for (const file of ["README.md", "src/index.ts"])
    if (!hasFile(`${dir}/${file}`)) problems.push(`${dir}: ${file} is missing.`);
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const [name, range] of Object.entries(all)) {
    const expected = name.startsWith("@cordon/") ? "workspace:^" : "catalog:";
    if (range !== expected) problems.push(`${dir}: ${name} must have the range ${expected}.`);
  }
  return problems;
}
