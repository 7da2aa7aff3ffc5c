import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { TreeContent } from "../../src/conformance/file-tree-cases.ts";

/** A folder that is gone after the test. */
export function makeFolder({ files, links = {} }: Pick<TreeContent, "files" | "links">): string {
  const root = mkdtempSync(join(tmpdir(), "contract-diff-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) writeFileSync(place(root, path), content);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, place(root, path));
  return root;
}

function place(root: string, path: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

/** Runs git in a folder, with nobody's settings. */
export function git(root: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com", "-c", "protocol.file.allow=always"];
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const { status, stdout, stderr } = spawnSync("git", [...who, ...args], { cwd: root, env });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${String(stderr)}`);
  return stdout.toString().trim();
}

/** Makes a repository of a folder, with one commit. */
export function makeRepository(content: Pick<TreeContent, "files" | "links">): string {
  const root = makeFolder(content);
  git(root, "init", "--quiet", "--initial-branch=main");
  commit(root);
  return root;
}

/** Commits all that is in the folder. */
export function commit(root: string): void {
  git(root, "add", "--all", "--force");
  git(root, "commit", "--quiet", "--allow-empty", "--message=change");
}
