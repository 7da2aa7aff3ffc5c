import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** The workspace that the tools work on: the folder that they are run in. */
export const ROOT: string = process.cwd();

/** The parts of a package.json that the tools look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** A package or application of the workspace. `id` is the name of its folder. */
export interface WorkspacePackage {
  readonly id: string;
  readonly dir: string;
  readonly isApp: boolean;
  readonly manifest: Manifest;
}

/** Every package and application, in order of folder. Throws when there is none, so that no check passes over nothing. */
export function listPackages(): readonly WorkspacePackage[] {
  const found = globSync("{packages,apps}/*/package.json", { cwd: ROOT }).sort();
  if (found.length === 0)
    throw new Error(`There is no package below ${ROOT}. Run this from the root of the workspace.`);
  return found.map((path) => {
    const [group = "", id = ""] = path.split("/");
    return { id, dir: join(group, id), isApp: group === "apps", manifest: readJson(path) as Manifest };
  });
}

/** A JSON file of the workspace. */
export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

/** A text file of the workspace. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Whether a file of the workspace is there. */
export function hasFile(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** Throws with all the problems there are, each on a line, and what to do about them. */
export function failWith(problems: readonly string[], advice: string): void {
  if (problems.length > 0) throw new Error(`${problems.join("\n")}\n${advice}`);
}
