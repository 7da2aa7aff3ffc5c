import type { Plugin, PluginMetadata } from "@cordon/core";
import type { WasmEngine } from "@cordon/wasm-engine";
import { createJavaScriptSandbox } from "./adapters/javascript/javascript-sandbox.ts";
import { createMemorySandbox } from "./adapters/memory/memory-sandbox.ts";
import { createWasmSandbox } from "./adapters/wasm/wasm-sandbox.ts";
import { pluginError } from "./errors.ts";
import type { PluginManifest } from "./manifest/manifest.ts";
import type { Sandbox } from "./ports/sandbox.ts";
import type { MakeSandbox } from "./registry/activate-plugin.ts";

/** Makes the sandbox that each kind of entry runs in. */
export function createSandboxMaker(engine: WasmEngine, memoryPlugins: Readonly<Record<string, Plugin>>): MakeSandbox {
  return async (manifest, code, limits) => {
    const { id: pluginId, entry, operations, capabilities: asked = {} } = manifest;
    if (entry.kind === "memory") {
      const plugin = Object.hasOwn(memoryPlugins, entry.name) ? memoryPlugins[entry.name] : undefined;
      if (plugin === undefined) throw pluginError("plugin/memory-unknown", { pluginId, name: entry.name });
      return checked(createMemorySandbox(plugin), plugin.metadata, manifest);
    }
    if (code === undefined) throw pluginError("plugin/code-missing", { pluginId, digest: entry.digest });
    if (entry.kind === "javascript") {
      const { sandbox, metadata } = await createJavaScriptSandbox({ engine, pluginId, source: code, limits });
      return checked(sandbox, metadata, manifest);
    }
    return createWasmSandbox({ engine, pluginId, module: code, operations: Object.keys(operations), asked, limits });
  };
}

/** Refuses code that says it is another plugin than its manifest does, or that lacks one of its operations. */
async function checked(
  sandbox: Sandbox,
  metadata: PluginMetadata,
  { id: pluginId, version, operations }: PluginManifest,
): Promise<Sandbox> {
  const missing = Object.keys(operations).find((operation) => !metadata.operations.includes(operation));
  const problem =
    metadata.id !== pluginId || metadata.version !== version
      ? `its code says that it is ${metadata.id} ${metadata.version}, and its manifest says ${pluginId} ${version}.`
      : missing === undefined
        ? undefined
        : `its code has no operation ${missing}.`;
  if (problem === undefined) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  throw pluginError("plugin/load-failed", { pluginId, problem });
}
