import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemClock, createSystemRandom } from "@cordon/core/system";
import { createWasmEngine, type WasmEngine } from "@cordon/wasm-engine";
import { afterAll, onTestFinished } from "vitest";
import { type CliHost, runCli } from "../src/index.ts";

/** What harnesses need. The engine is made for each test file, so that the sandbox is prepared once. */
export function harnessPorts(): Pick<CliHost, "clock" | "random"> & { readonly engine: WasmEngine } {
  const clock = createSystemClock();
  const engine = createWasmEngine({ clock });
  afterAll(() => engine[Symbol.asyncDispose]());
  return { clock, random: createSystemRandom(), engine };
}

/** A folder that goes away after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cordon-kit-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a folder. */
export async function cli(workingDir: string, args: readonly string[], host: Partial<CliHost> = {}): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(args, {
    clock: createSystemClock(),
    random: createSystemRandom(),
    env: {},
    workingDir,
    print: (text) => void out.push(text),
    printError: (text) => void err.push(text),
    fetch: () => Promise.reject(new TypeError("There is no network in this test.")),
    ...host,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
