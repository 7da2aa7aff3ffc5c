import { Worker } from "node:worker_threads";
import type { Clock } from "@cordon/core";
import { ByteCursor } from "../binary/byte-cursor.ts";
import { wasmError } from "../errors.ts";
import { readModule } from "../binary/read-module.ts";

const MAIN = new URL(import.meta.url.endsWith(".ts") ? "./transpile-main.ts" : "./transpile-main.js", import.meta.url);
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024 };
const COMPONENT = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
// The glue spells these names out between quotes, as they are.
const CORE_NAME = /^[\w $:@/.#[\]()<>=|,+*~-]*$/u;

/** A component taken apart: its world as WIT, its core modules by name, and the JavaScript that puts them together. */
export interface Transpiled {
  readonly wit: string;
  readonly glue: Uint8Array;
  readonly cores: readonly (readonly [name: string, bytes: Uint8Array])[];
}

/** Takes a component apart, in a worker that is killed if that takes too long. Throws `wasm/invalid-component` or `wasm/load-timeout`. */
export async function transpileComponent(bytes: Uint8Array, loadTimeoutMs: number, clock: Clock): Promise<Transpiled> {
  // The tools would take text as well, and more kinds of binary.
  const cursor = new ByteCursor(bytes);
  if (bytes.length < COMPONENT.length || COMPONENT.some((expected) => cursor.byte() !== expected))
    throw wasmError("wasm/invalid-component", { problem: "they do not begin as one" });
  const transpiled = await runWorker(bytes, loadTimeoutMs, clock);
  for (const [, core] of transpiled.cores) checkNames(core);
  return transpiled;
}

async function runWorker(bytes: Uint8Array, loadTimeoutMs: number, clock: Clock): Promise<Transpiled> {
  const done = Promise.withResolvers<Transpiled>();
  const deadline = clock.deadline(loadTimeoutMs);
  deadline.signal.addEventListener("abort", () => done.reject(wasmError("wasm/load-timeout", { loadTimeoutMs })), {
    once: true,
  });
  const worker = new Worker(MAIN, {
    workerData: bytes,
    resourceLimits: RESOURCE_LIMITS,
    env: {},
    argv: [],
    execArgv: [],
    stderr: true,
  });
  worker.on("message", done.resolve);
  worker.on("error", (cause: Error) => done.reject(unreadable(cause)));
  worker.on("exit", () => done.reject(unreadable(undefined)));
  try {
    return await done.promise;
  } finally {
    deadline.clear();
    await worker.terminate();
  }
}

function checkNames(core: Uint8Array): void {
  const { imports, exports } = readModule(core);
  for (const name of [...imports.flatMap((each) => [each.module, each.name]), ...exports.map((each) => each.name)]) {
    if (!CORE_NAME.test(name))
      throw wasmError("wasm/invalid-component", { problem: `a core module has the name ${JSON.stringify(name)}` });
  }
}

function unreadable(cause: unknown): Error {
  return wasmError("wasm/invalid-component", { problem: "they cannot be read as one" }, { cause });
}
