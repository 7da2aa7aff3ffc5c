import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createMemoryLogger, createMemoryStorage, type MemoryLogger, type Storage } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { Kernel, type Module } from "@cordon/kernel";
import { createSystemClock } from "@cordon/core/system";
import type { PluginHost } from "@cordon/plugin-runtime";
import { createWasmEngine } from "@cordon/wasm-engine";
import { onTestFinished } from "vitest";
import wabt from "wabt";
import { approveModule } from "../src/modules/approve-module.ts";
import { openModules } from "../src/modules/open-modules.ts";
import type { Profile } from "../src/profiles/profile.ts";
import { manifestOf } from "./_messaging.ts";
import { temporaryFolder } from "./_server-process.ts";

const assembler = await wabt();

/** A module that answers with what it was called with, and whose method `fail` crashes. */
export const ECHO: Uint8Array = assemble(`(module (memory (export "memory") 2)
  (func (export "alloc") (param i32) (result i32)
    (i32.add (i32.const 1024) (i32.mul (i32.const 32768) (i32.eqz (i32.eq (local.get 0) (i32.const 4))))))
  (func (export "free") (param i32 i32))
  (func (export "oxide_invoke") (param $m i32) (param $ml i32) (param $p i32) (param $pl i32) (result i64)
    (if (i32.eq (i32.load8_u (local.get $m)) (i32.const 102)) (then (unreachable)))
    (i64.or (i64.shl (i64.extend_i32_u (local.get $p)) (i64.const 32)) (i64.extend_i32_u (local.get $pl)))))`);

/** Writes a module as an operator puts it into a folder: the manifest as a value or as a text, and the code if it has any. */
export function writeModule(dir: string, name: string, manifest: object | string, code?: Uint8Array): void {
  mkdirSync(join(dir, name), { recursive: true });
  writeFileSync(join(dir, name, "module.json"), typeof manifest === "string" ? manifest : JSON.stringify(manifest));
  if (code !== undefined) writeFileSync(join(dir, name, "module.wasm"), code);
}

/** The manifest of a WebAssembly module. */
export function wasmManifest(id: string, more: object = {}): object {
  return { ...manifestOf(id), kind: "wasm", entry: "module.wasm", ...more };
}

/** A kernel with the modules of a folder. */
export interface Opened {
  readonly kernel: Kernel;
  readonly logger: MemoryLogger;
  readonly messages: () => readonly string[];
  /** Ends it as the server does. */
  readonly close: () => Promise<void>;
}

/** What is opened; everything else is in memory. */
export interface OpenedOptions {
  readonly dir: string | undefined;
  readonly storage?: Storage;
  readonly modules?: Profile["modules"];
  readonly host?: PluginHost;
  readonly nativeModules?: Readonly<Record<string, Module>>;
  /** Runs before modules are loaded. */
  readonly before?: (kernel: Kernel) => void | Promise<void>;
}

/** Opens a kernel and its modules as the server does. */
export async function openedModules(options: OpenedOptions): Promise<Opened> {
  const { dir, storage = createMemoryStorage(), modules = "as-granted", nativeModules = {} } = options;
  const host = options.host ?? ({} as PluginHost);
  const logger = createMemoryLogger();
  const engine = createWasmEngine({ clock: createSystemClock() });
  const ids = createSequentialIds();
  const kernel: Kernel = await Kernel.open(storage, {
    clock: createManualClock(),
    random: createSeededRandom(3),
    ids,
    logger,
    grants: (manifest) => approveModule(manifest, { profile: { modules }, bus: kernel.bus, logger }),
  });
  onTestFinished(async () => {
    await kernel[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
  });
  await options.before?.(kernel);
  const opened = await openModules({ dir, kernel, engine, host, logger, nativeModules });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const messages = (): readonly string[] => logger.records.map(({ message }) => message);
  return {
    kernel,
    logger,
    messages,
    async close() {
      await opened[Symbol.asyncDispose]();
      await kernel[Symbol.asyncDispose]();
    },
  };
}

/** A folder that is gone when the running test ends. */
export async function moduleDir(): Promise<string> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  return folder.path;
}

function assemble(text: string): Uint8Array {
  const module = assembler.parseWat("module.wat", text);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
