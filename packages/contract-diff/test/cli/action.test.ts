import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { folderOf, read } from "./_cli.ts";

const ACTION = fileURLToPath(new URL("../../../../.github/actions/contract-diff/", import.meta.url));
const SCRIPT = join(ACTION, "run.sh");

interface Step {
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync(join(ACTION, "action.yml"), "utf8")) as Action;

/** Stands in for npx and for the program: keeps its arguments, writes the reports that it was asked for, ends as it was told. */
const FAKE = `#!/usr/bin/env bash
printf '%s\\0' "$@" > "$FAKE_ARGUMENTS"
for argument in "$@"; do
  case "$argument" in --format=*=*) file="\${argument#--format=*=}"; echo "report" > "$file" ;; esac
done
exit "\${FAKE_CODE:-0}"
`;

interface Ran {
  readonly code: number | null;
  readonly args: readonly string[];
  readonly output: string;
  readonly summary: string;
  readonly err: string;
  readonly folder: string;
}

function runScript(env: Readonly<Record<string, string>>): Ran {
  const folder = folderOf({ "bin/npx": FAKE, "bin/my tool": FAKE, output: "", summary: "" });
  chmodSync(join(folder, "bin/npx"), 0o755);
  const { status, stderr } = spawnSync("bash", [SCRIPT], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, "output"),
      GITHUB_STEP_SUMMARY: join(folder, "summary"),
      FAKE_ARGUMENTS: join(folder, "arguments"),
      INPUT_VERSION: "0.1.0",
      ...env,
    },
  });
  const args = existsSync(join(folder, "arguments")) ? read(folder, "arguments").split("\0").slice(0, -1) : [];
  return { code: status, args, output: read(folder, "output"), summary: read(folder, "summary"), err: stderr, folder };
}

test("no expression stands in a script", () => {
  const steps = action.runs.steps.filter(({ run }) => run !== undefined);
  expect(steps).toHaveLength(1);
  for (const { run, shell } of steps) {
    expect(run).not.toContain("${{");
    expect(shell).toBe("bash");
  }
});

test("every input has a description, and reaches the script", () => {
  const env = new Set(action.runs.steps.flatMap((step) => Object.values(step.env ?? {})));
  const text = readFileSync(join(ACTION, "action.yml"), "utf8");
  for (const [name, input] of Object.entries(action.inputs)) {
    expect(input.description.length).toBeGreaterThan(10);
    expect(env.has(`\${{ inputs.${name} }}`) || text.includes(`working-directory: \${{ inputs.${name} }}`)).toBe(true);
  }
});

test("every variable that the script reads is one that the action sets", () => {
  const script = readFileSync(SCRIPT, "utf8");
  const set = new Set(action.runs.steps.flatMap((step) => Object.keys(step.env ?? {})));
  for (const [name] of script.matchAll(/INPUT_[A-Z_]+[A-Z]|BASE_SHA/g)) expect(set).toContain(name);
});

test("the version that it runs is that of the package", () => {
  const url = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(url, "utf8")) as { version: string };
  expect(action.inputs["version"]?.default).toBe(version);
});

test("the script has no mistake that bash sees", () => {
  expect(() => execFileSync("bash", ["-n", SCRIPT])).not.toThrow();
});

test("without inputs, the check is run by npx against the base of the change", () => {
  const { code, args } = runScript({ BASE_SHA: "abc123" });
  expect(code).toBe(0);
  expect(args).toEqual(["--yes", "@cordon/contract-diff@0.1.0", "check", "--against=abc123", "--"]);
});

test("inputs become options, and what they hold stays text", () => {
  const nasty = "$(touch hacked); `touch hacked` && touch hacked | 'x' \"y\" *";
  const { args, folder } = runScript({
    INPUT_PATHS: `contracts\r\n\n--frob\n${nasty}\n`,
    INPUT_AGAINST: nasty,
    INPUT_LEVEL: nasty,
    INPUT_FLOW: "in",
    INPUT_CONFIG: "c.json",
    INPUT_WAIVERS: "w.json",
    INPUT_DECLARED: "major",
    INPUT_PACKAGE: "package.json",
    INPUT_ALLOW_UNKNOWN: "true",
    INPUT_ANNOTATIONS: "true",
    INPUT_JSON_FILE: "a.json",
    INPUT_JUNIT_FILE: "a.xml",
    BASE_SHA: "abc123",
  });
  expect(args.slice(2)).toEqual([
    "check",
    `--against=${nasty}`,
    `--level=${nasty}`,
    "--flow=in",
    "--config=c.json",
    "--waivers=w.json",
    "--declared=major",
    "--package=package.json",
    "--allow-unknown",
    "--format=github",
    "--format=json=a.json",
    "--format=junit=a.xml",
    "--",
    "contracts",
    "--frob",
    nasty,
  ]);
  expect(existsSync(join(folder, "hacked"))).toBe(false);
});

test("pinned copies are held against where that is asked for", () => {
  expect(runScript({ INPUT_AGAINST: "pinned", BASE_SHA: "abc123" }).args.slice(2)).toEqual(["check", "--"]);
});

test("a command of one's own runs instead, without a shell that reads it", () => {
  const { args, folder } = runScript({ INPUT_COMMAND: "npx local $(touch${IFS}hacked) ;touch hacked" });
  expect(args.slice(0, 5)).toEqual(["local", "$(touch${IFS}hacked)", ";touch", "hacked", "check"]);
  expect(existsSync(join(folder, "hacked"))).toBe(false);
});

test.each([
  ["0", "passed"],
  ["1", "failed"],
  ["2", "error"],
  ["3", "error"],
])("the exit code %s is kept, and is the result %s", (code, result) => {
  const ran = runScript({ FAKE_CODE: code });
  expect(ran.code).toBe(Number(code));
  expect(ran.output).toBe(`result=${result}\n`);
});

test("reports that were written are outputs, and the Markdown is the summary", () => {
  const { output, summary } = runScript({
    INPUT_SARIF_FILE: "a b.sarif",
    INPUT_COMMENT_FILE: "comment.md",
    INPUT_SUMMARY: "true",
    FAKE_CODE: "1",
  });
  expect(output).toBe("result=failed\nsarif-file=a b.sarif\ncomment-file=comment.md\n");
  expect(summary).toBe("report\n");
});

test("a summary needs no file of one's own", () => {
  const { summary, output } = runScript({ INPUT_SUMMARY: "true" });
  expect({ summary, output }).toEqual({ summary: "report\n", output: "result=passed\n" });
});

test.each([
  ["two lines in a file", { INPUT_SARIF_FILE: "a\nresult=passed" }],
  ["two lines in a revision", { INPUT_AGAINST: "a\r--allow-unknown" }],
  ["a version that is none", { INPUT_VERSION: "0.1.0 --frob" }],
  ["a version from elsewhere", { INPUT_VERSION: "https://example.com/a.tgz" }],
  ["no version", { INPUT_VERSION: "" }],
])("%s: nothing runs", (_name, env) => {
  const { code, args, output, err } = runScript(env);
  expect({ code, args, output }).toEqual({ code: 2, args: [], output: "" });
  expect(err).toContain("contract-diff: the input ");
});
