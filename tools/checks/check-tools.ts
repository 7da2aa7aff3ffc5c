import { examined, mustRun, runCommand } from "../run-command.ts";

/** Every file is formatted. */
export async function checkFormat(): Promise<string> {
  const result = await runCommand("oxfmt", ["--check"]);
  if (result.code !== 0) throw new Error(`${result.output.trim()}\nRun \`npx pnpm format\`.`);
  return `${examined(result, /on ([\d,]+) files/)} files`;
}

/** No lint rule is broken, those that need types included. */
export async function checkLint(): Promise<string> {
  const result = await mustRun("oxlint", ["--type-aware", "--tsconfig", "tsconfig.checks.json", "--deny-warnings"]);
  return `${examined(result, /on ([\d,]+) files/)} files`;
}

/** Everything compiles: the packages, and what is beside them. */
export async function checkTypes(): Promise<string> {
  await mustRun("tsc", ["-b"]);
  const result = await mustRun("tsc", ["-p", "tsconfig.checks.json", "--listFilesOnly"]);
  const files = result.stdout.split("\n").filter((path) => path !== "" && !path.includes("node_modules")).length;
  if (files === 0) throw new Error("The compiler examined no file of the workspace.");
  await mustRun("tsc", ["-p", "tsconfig.checks.json"]);
  return `${files} files`;
}

/** Every package is built. */
export async function build(): Promise<string> {
  const result = await mustRun("node", ["tools/turbo.ts", "run", "build"]);
  return `${examined(result, /(\d+) total/)} packages`;
}

/** Every test passes. */
export async function runTests(): Promise<string> {
  const result = await mustRun("vitest", [
    "run",
    "--coverage.enabled",
    "--coverage.reporter=text-summary",
    "--reporter=default",
  ]);
  const lines = /^Lines\s*:\s*([\d.]+%)/m.exec(result.output)?.[1] ?? "no";
  return `${examined(result, /Tests\s.*?(\d+) passed/)} passed, ${lines} of lines covered`;
}
