import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { mustRun, runCommand } from "../run-command.ts";
import { readText, ROOT } from "../workspace.ts";

const FOLDER = "packages/plugin-runtime/quickjs";

/** Builds QuickJS again from its pinned source: the committed module is what this repository's own files make of it. */
export async function checkQuickJs(): Promise<string> {
  const packages = readText(`${FOLDER}/apt-packages.txt`).trim().split("\n");
  const format = "--showformat=${Package} ${Version} ${db:Status-Status}\n";
  const installed = await runCommand("dpkg-query", ["--show", format, ...packages]).catch(() => undefined);
  const versions = installed?.stdout.trim().split("\n") ?? [];
  if (versions.filter((line) => line.endsWith(" installed")).length < packages.length) {
    if (process.env["CI"] === undefined)
      return `skipped: not in CI, and not all of ${packages.join(", ")} are installed`;
    throw new Error(`Building QuickJS needs ${packages.join(", ")}. Install them with apt-get.`);
  }
  const folder = mkdtempSync(join(tmpdir(), "cordon-quickjs-"));
  try {
    await mustRun("bash", [`${FOLDER}/fetch-quickjs.sh`, join(folder, "source")]);
    await mustRun("bash", [`${FOLDER}/build.sh`, join(folder, "source"), join(folder, "quickjs.wasm")]);
    const built = readFileSync(join(folder, "quickjs.wasm"));
    if (built.equals(readFileSync(join(ROOT, FOLDER, "quickjs.wasm")))) return `${built.length} bytes`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error(
    `${FOLDER}/quickjs.wasm is not what its sources make with\n${versions.join("\n")}\nBuild it as ${FOLDER}/README.md says, and commit it.`,
  );
}
