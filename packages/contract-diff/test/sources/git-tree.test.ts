import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { createGitTree } from "../../src/sources/git-tree.ts";
import { commit, git, makeFolder, makeRepository } from "./_folders.ts";

const never = (): AbortSignal => new AbortController().signal;

/** A program that stands in for git. It waits for ever, after it has written its process id. */
function makeSlowGit(): { readonly program: string; readonly pidFile: string } {
  const root = makeFolder({ files: {} });
  const pidFile = join(root, "pid");
  const program = join(root, "git");
  writeFileSync(program, `#!/bin/sh\necho $$ > '${pidFile}.new'\nmv '${pidFile}.new' '${pidFile}'\nexec sleep 600\n`);
  chmodSync(program, 0o755);
  return { program, pidFile };
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test("shows what was committed, whatever lies in the folder now", async () => {
  const root = makeRepository({ files: { "a.json": "old", "b.json": "old" } });
  git(root, "tag", "v1");
  writeFileSync(join(root, "a.json"), "new");
  rmSync(join(root, "b.json"));
  commit(root);
  writeFileSync(join(root, "a.json"), "not committed");
  const old = createGitTree({ root, revision: "v1" });
  expect([old.label, await old.list("", never()), await old.read("a.json", never())]).toEqual([
    "v1",
    ["a.json", "b.json"],
    "old",
  ]);
  const next = createGitTree({ root, revision: "main" });
  expect([await next.list("", never()), await next.read("a.json", never())]).toEqual([["a.json"], "new"]);
});

test("a branch that moves does not move the tree", async () => {
  const root = makeRepository({ files: { "a.json": "old" } });
  const tree = createGitTree({ root, revision: "main" });
  await tree.list("", never());
  writeFileSync(join(root, "a.json"), "new");
  commit(root);
  expect(await tree.read("a.json", never())).toBe("old");
});

test("commits, parts of them, annotated tags and relations are revisions", async () => {
  const root = makeRepository({ files: { "a.json": "old" } });
  const id = git(root, "rev-parse", "HEAD");
  git(root, "tag", "--annotate", "--message=x", "v2");
  writeFileSync(join(root, "a.json"), "new");
  commit(root);
  for (const revision of [id, id.slice(0, 10), "v2", "HEAD~1", "main^", "refs/tags/v2"])
    expect(await createGitTree({ root, revision }).read("a.json", never())).toBe("old");
});

test("a revision that is not there is not found, with the hint to fetch it", async () => {
  const root = makeRepository({ files: { "a.json": "" } });
  for (const revision of ["nothing", "0".repeat(40), "HEAD:a.json", "main..main", "main main"])
    await expect(createGitTree({ root, revision }).list("", never())).rejects.toMatchObject({
      code: "contract-diff/not-found",
      message: expect.stringContaining("fetch-depth: 0"),
    });
});

test("a revision that would be an option is refused, and no git sees it", async () => {
  const root = makeRepository({ files: { "a.json": "" } });
  for (const revision of ["--output=/tmp/x", "-h", "--all", "", "a\0b"])
    await expect(createGitTree({ root, revision }).read("a.json", never())).rejects.toMatchObject({
      code: "contract-diff/not-found",
      message: expect.stringContaining("Name a branch"),
    });
});

test("a folder outside of any repository is not found, and what git said is told", async () => {
  const root = makeFolder({ files: { "a.json": "" } });
  await expect(createGitTree({ root, revision: "main" }).list("", never())).rejects.toMatchObject({
    code: "contract-diff/not-found",
    message: expect.stringMatching(/no git repository at .*not a git repository/),
  });
});

test("a folder that is not there is not found", async () => {
  const root = join(makeFolder({ files: {} }), "gone");
  await expect(createGitTree({ root, revision: "main" }).list("", never())).rejects.toMatchObject({
    message: `There is no folder ${root}. Check its name.`,
  });
});

test("without the program git, what is missing is named", async () => {
  const root = makeRepository({ files: {} });
  await expect(createGitTree({ root, revision: "main", git: "/nowhere/git" }).list("", never())).rejects.toMatchObject({
    code: "contract-diff/not-found",
    message: "There is no program /nowhere/git. Install git, or compare files instead of revisions.",
  });
});

test("a folder that the revision does not have yet has no files", async () => {
  const root = makeRepository({ files: { "a.json": "" } });
  git(root, "tag", "before");
  const folder = join(makeInside(root, "later/x.json"), "later");
  const tree = createGitTree({ root: folder, revision: "before" });
  expect(await tree.list("", never())).toEqual([]);
  await expect(tree.read("x.json", never())).rejects.toMatchObject({ code: "contract-diff/not-found" });
});

test("a folder whose name would be a pattern to git is a name", async () => {
  const root = makeRepository({ files: { ":(glob)x/a.json": "", "y*/b.json": "", "y/c.json": "" } });
  expect(await createGitTree({ root: join(root, ":(glob)x"), revision: "main" }).list("", never())).toEqual(["a.json"]);
  expect(await createGitTree({ root: join(root, "y*"), revision: "main" }).list("", never())).toEqual(["b.json"]);
});

test("a bare repository has files too", async () => {
  const source = makeRepository({ files: { "a/x.json": "text" } });
  const bare = makeFolder({ files: {} });
  git(bare, "clone", "--quiet", "--bare", source, ".");
  const tree = createGitTree({ root: bare, revision: "main" });
  expect([await tree.list("", never()), await tree.read("a/x.json", never())]).toEqual([["a/x.json"], "text"]);
});

test("a commit that a shallow clone has not is not found", async () => {
  const source = makeRepository({ files: { "a.json": "old" } });
  const old = git(source, "rev-parse", "HEAD");
  commit(source);
  const shallow = makeFolder({ files: {} });
  git(shallow, "clone", "--quiet", "--depth=1", `file://${source}`, ".");
  await expect(createGitTree({ root: shallow, revision: old }).list("", never())).rejects.toThrow("fetch-depth: 0");
  expect(await createGitTree({ root: shallow, revision: "HEAD" }).read("a.json", never())).toBe("old");
});

test("what a partial clone has not is never fetched", async () => {
  const source = makeRepository({ files: { "in/a.json": "old" } });
  git(source, "config", "uploadpack.allowFilter", "true");
  const partial = makeFolder({ files: {} });
  git(partial, "clone", "--quiet", "--no-checkout", "--filter=tree:0", `file://${source}`, ".");
  // Allowed by this repository, which outweighs no rule of ours.
  git(partial, "config", "protocol.file.allow", "always");
  await expect(createGitTree({ root: partial, revision: "main" }).list("", never())).rejects.toMatchObject({
    code: "contract-diff/unreadable",
    message: expect.stringMatching(/^main: .*partial clone/),
  });
  makeInside(partial, "in/other.json");
  await expect(createGitTree({ root: join(partial, "in"), revision: "main" }).list("", never())).rejects.toMatchObject({
    code: "contract-diff/unreadable",
  });
});

test("a link that leaves the folder is not followed, though it stays in the repository", async () => {
  const root = makeRepository({
    files: { "secret.json": "x", "in/a.json": "" },
    links: { "in/up.json": "../secret.json" },
  });
  const inside = createGitTree({ root: join(root, "in"), revision: "main" });
  await expect(inside.read("up.json", never())).rejects.toMatchObject({ code: "contract-diff/not-found" });
  expect(await createGitTree({ root, revision: "main" }).read("in/up.json", never())).toBe("x");
});

test("other repositories within this one are left out", async () => {
  const root = makeRepository({ files: { "a.json": "" } });
  git(root, "update-index", "--add", "--cacheinfo", `160000,${git(root, "rev-parse", "HEAD")},module`);
  git(root, "commit", "--quiet", "--message=module");
  const tree = createGitTree({ root, revision: "main" });
  expect(await tree.list("", never())).toEqual(["a.json"]);
  await expect(tree.read("module", never())).rejects.toMatchObject({ code: "contract-diff/not-found" });
});

test("variables that send git elsewhere are not passed on", async () => {
  const root = makeRepository({ files: { "a.json": "here" } });
  const other = makeRepository({ files: { "a.json": "there" } });
  vi.stubEnv("GIT_DIR", join(other, ".git"));
  vi.stubEnv("GIT_OBJECT_DIRECTORY", join(other, ".git", "objects"));
  vi.stubEnv("GIT_CONFIG_COUNT", "nonsense");
  try {
    expect(await createGitTree({ root, revision: "main" }).read("a.json", never())).toBe("here");
  } finally {
    vi.unstubAllEnvs();
  }
});

test("no filter, text conversion, pager or hook of the repository runs", async () => {
  const root = makeRepository({ files: { "a.json": "text", ".gitattributes": "*.json diff=bad filter=bad\n" } });
  const trace = join(root, "ran");
  const program = `sh -c 'touch ${trace}; cat'`;
  for (const key of [
    "diff.bad.textconv",
    "diff.external",
    "filter.bad.smudge",
    "core.pager",
    "core.fsmonitor",
    "pager.ls-tree",
  ])
    git(root, "config", key, program);
  const tree = createGitTree({ root, revision: "main" });
  expect(await tree.list("", never())).toEqual([".gitattributes", "a.json"]);
  expect(await tree.read("a.json", never())).toBe("text");
  expect(existsSync(trace)).toBe(false);
});

test("an object that another was put in the place of is read as it was committed", async () => {
  const root = makeRepository({ files: { "a.json": "true", "b.json": "false" } });
  git(root, "replace", git(root, "rev-parse", "HEAD:a.json"), git(root, "rev-parse", "HEAD:b.json"));
  expect(await createGitTree({ root, revision: "main" }).read("a.json", never())).toBe("true");
});

test("a git that does not answer is ended in time, and the error says so", async () => {
  const { program } = makeSlowGit();
  const root = makeRepository({ files: {} });
  const tree = createGitTree({ root, revision: "main", git: program, timeoutMs: 200 });
  await expect(tree.list("", never())).rejects.toMatchObject({
    code: "contract-diff/unreadable",
    message: expect.stringContaining("did not end within 200 ms"),
  });
});

test("an abort ends git", async () => {
  const { program, pidFile } = makeSlowGit();
  const root = makeRepository({ files: {} });
  const controller = new AbortController();
  const listed = createGitTree({ root, revision: "main", git: program }).list("", controller.signal);
  await vi.waitUntil(() => existsSync(pidFile), { timeout: 10_000 });
  controller.abort();
  await expect(listed).rejects.toMatchObject({ code: "core/aborted" });
  const pid = Number(readFileSync(pidFile, "utf8"));
  await vi.waitUntil(() => isGone(pid), { timeout: 10_000 });
});

test("limits that are none are refused at once", () => {
  for (const limits of [{ maxFiles: 0 }, { maxBytes: 1.5 }, { maxFiles: Number.NaN }])
    expect(() => createGitTree({ root: ".", revision: "main", ...limits })).toThrow(RangeError);
});

/** Makes a file that is not committed, with its folder. */
function makeInside(root: string, path: string): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), "{}");
  return root;
}
