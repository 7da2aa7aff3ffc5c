import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const ROOT = new URL("../..", import.meta.url).pathname;
const LEFT_OUT = new Set(["", "node_modules", ".git", ".turbo", ".cordon", "coverage"]);

/** A copy of the workspace to do harm in. */
export interface Scratch {
  /** Changes a file of the copy, making it if it is not there, runs one step of the gate, and puts the file back. */
  plant(path: string, change: (content: string) => string, step: string): string;
  remove(): void;
}

/** Copies the workspace as it is built, with the installed packages linked, and its contracts as the only commit. */
export function createScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "cordon-scratch-"));
  const filter = (source: string): boolean => !LEFT_OUT.has(relative(ROOT, source)) || source === ROOT;
  cpSync(ROOT, folder, { recursive: true, verbatimSymlinks: true, filter });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  commitContracts(folder);
  return {
    plant(path, change, step) {
      const file = join(folder, path);
      const before = existsSync(file) ? readFileSync(file, "utf8") : undefined;
      writeFileSync(file, change(before ?? ""));
      try {
        // A base that was given for this workspace is no commit of the copy.
        const env = { ...process.env, CONTRACT_BASE: "" };
        const { stdout, stderr } = spawnSync(process.execPath, ["tools/verify.ts", "--only", step], {
          cwd: folder,
          env,
        });
        return `${stdout.toString()}${stderr.toString()}`;
      } finally {
        if (before === undefined) rmSync(file);
        else writeFileSync(file, before);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function commitContracts(folder: string): void {
  const who = ["-c", "user.name=Scratch", "-c", "user.email=scratch@localhost", "-c", "commit.gpgSign=false"];
  for (const args of [
    ["init", "--quiet"],
    ["add", "contracts"],
    [...who, "commit", "--quiet", "--no-verify", "--message=contracts"],
  ]) {
    const { status, stderr } = spawnSync("git", args, { cwd: folder });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.toString()}`);
  }
}
