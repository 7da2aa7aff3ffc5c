// `node tools/testing/openapi-documents.ts` fetches the large OpenAPI documents, if need be, and prints the folder that has them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

/** The releases, the older one first. Each is 28 MB to fetch and 400 MB or more to keep: too much for what everybody installs. */
export const OPENAPI_RELEASES = [
  {
    version: "22.0.0",
    sha512: "Rpif7FjTjFEBSU+amIRHUAIAHwgg+tVJdTiQuU2GEWDniZxmWjxZCgJ4V9GEp2GXnq/Bl+TrjEvwAl9PB29NAQ==",
  },
  {
    version: "23.0.2",
    sha512: "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
  },
] as const satisfies readonly OpenApiRelease[];

/** A release, and the hash of its tarball, which is checked whatever the registry says of it. */
interface OpenApiRelease {
  readonly version: string;
  readonly sha512: string;
}

const PACKAGE = "@octokit/openapi";
const CACHE = resolve(import.meta.dirname, "../../node_modules/.cache/contract-diff-documents");

/** Fetches what is not there yet, and gives the folder that has a folder of documents for each version. Throws if it cannot. */
export function fetchOpenApiDocuments(folder: string = CACHE): string {
  mkdirSync(folder, { recursive: true });
  for (const release of OPENAPI_RELEASES) {
    const target = join(folder, release.version);
    if (!existsSync(target)) fetchRelease(release, folder, target);
  }
  return folder;
}

/** The folder with all documents, or `undefined` where they have not been fetched: for what must not begin to download by itself. */
export function findOpenApiDocuments(): string | undefined {
  const given = process.env["CONTRACT_DIFF_OPENAPI_DOCUMENTS"];
  // Set to nothing is as good as not set.
  const folder = given === undefined || given === "" ? CACHE : given;
  return OPENAPI_RELEASES.every(({ version }) => existsSync(join(folder, version))) ? folder : undefined;
}

function fetchRelease({ version, sha512 }: OpenApiRelease, folder: string, target: string): void {
  const scratch = mkdtempSync(join(folder, "fetching-"));
  try {
    run("npm", ["pack", `${PACKAGE}@${version}`, "--pack-destination", scratch, "--loglevel", "error"]);
    const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
    if (tarball === undefined) throw new Error(`npm pack left no tarball of ${PACKAGE}@${version}.`);
    const bytes = readFileSync(join(scratch, tarball));
    const found = createHash("sha512").update(bytes).digest("base64");
    if (found !== sha512) throw new Error(`The tarball of ${PACKAGE}@${version} has the hash ${found}, not ${sha512}.`);
    run("tar", ["-xzf", join(scratch, tarball), "-C", scratch, "package/generated"]);
    const documents = join(scratch, "package/generated");
    if (!readdirSync(documents).includes("api.github.com.json"))
      throw new Error(`${PACKAGE}@${version} has no api.github.com.json.`);
    // Last, and at once: a folder that is there is complete.
    renameSync(documents, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"], timeout: 300_000 });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The large OpenAPI documents could not be fetched: ${said}`, { cause });
  }
}

if (import.meta.main) console.log(fetchOpenApiDocuments());
