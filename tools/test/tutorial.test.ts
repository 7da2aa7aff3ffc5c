import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { freePort, startServerProcess, temporaryFolder } from "../../apps/api-server/test/_server-process.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const TUTORIAL = readFileSync(join(ROOT, "docs/tutorial-plugin.md"), "utf8");
const START = /^CORDON_TOKEN=(\S+) npx pnpm start$/;

const blocks = [...TUTORIAL.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = ""]) => text.trim().split("\n"));
const [five, more] = [blocks.slice(0, 5).flat(), blocks.slice(5).flat()];

let folder: string;

// Inside the checkout, as the tutorial says, so that what `npx` runs is the checkout's own; and where git does not look.
beforeAll(() => {
  const ignored = join(ROOT, ".cordon");
  mkdirSync(ignored, { recursive: true, mode: 0o700 });
  folder = mkdtempSync(join(ignored, "tutorial-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

test("the tutorial has five commands, and then some that need no server", () => {
  expect(five).toHaveLength(5);
  expect(five[0]).toMatch(START);
  for (const command of [...five.slice(1), ...more]) expect(command).toMatch(/^npx cordon-plugin /);
});

test("the tutorial shows the plugin that its command makes", () => {
  const sample = readFileSync(join(ROOT, "packages/plugin-kit/samples/typescript/src/plugin.ts"), "utf8");
  expect(TUTORIAL).toContain(`\`\`\`ts\n${sample.replace('"sample"', '"my-plugin"')}\`\`\`\n`);
});

test("the five commands end with the plugin's answer, its fuel and its time", async () => {
  await using data = await temporaryFolder();
  const port = await freePort();
  // `pnpm start` builds and then becomes this; what it would build is what is tested here.
  const [, token = ""] = START.exec(five[0] ?? "") ?? [];
  const env = { CORDON_TOKEN: token, CORDON_PORT: String(port), CORDON_DATA_DIR: data.path };
  const server = await startServerProcess(env);
  onTestFinished(() => void server.child.kill());
  expect(server.output()).toContain("ready at");

  const said = five.slice(1).map((command) => run(command, { CORDON_SERVER: `http://127.0.0.1:${port}` }));

  const shown = /^```text\n(.*?)^```$/ms.exec(TUTORIAL)?.[1] ?? "";
  expect(comparable(said.at(-1) ?? "")).toBe(comparable(shown));
  // Another build of the sandbox takes a little more or less.
  expect(Math.abs(fuelIn(said.at(-1)) / fuelIn(shown) - 1)).toBeLessThan(0.1);
  expect(said.at(-1)).toMatch(/^time +[\d.]+ ms$/m);
  const [, , , , invoke = ""] = five;
  expect(run(invoke, { CORDON_SERVER: `http://127.0.0.1:${port}` })).toContain('"times":2');
});

test.each(more)("and then: %s", (command) => {
  // What is denied makes the call fail, which is what the command is there to show.
  const said = run(command, {}, command.includes("--deny") ? 1 : 0);
  expect(said).toMatch(/^fuel +[\d,]+ of|^All \d+ hold\.$/m);
});

test("what the tutorial makes passes the compiler", () => {
  const [command = ""] = /npx tsc -p my-plugin/.exec(TUTORIAL) ?? [];
  expect(run(command, {})).toBe("");
  writeFileSync(join(folder, "my-plugin/src/plugin.ts"), "export const plugin: number = '';");
  expect(run(command, {}, 1)).toContain("TS2322");
});

function run(command: string, extra: Readonly<Record<string, string>>, status = 0): string {
  const { PATH = "", HOME = "" } = process.env;
  const ran = spawnSync("sh", ["-c", command], { cwd: folder, env: { PATH, HOME, ...extra }, encoding: "utf8" });
  expect({ command, status: ran.status, stderr: ran.stderr }).toEqual({ command, status, stderr: expect.any(String) });
  return ran.stdout;
}

// The time is another on every machine.
function comparable(text: string): string {
  return text.replaceAll(/^(fuel|time) .*$/gm, "$1").trim();
}

function fuelIn(text: string = ""): number {
  return Number(/^fuel +([\d,]+)$/m.exec(text)?.[1]?.replaceAll(",", ""));
}
