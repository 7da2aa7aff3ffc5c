import type { JsonObject, JsonValue } from "@cordon/core";
import { digestOf } from "@cordon/plugin-runtime";
import type { PluginExample, PluginFiles } from "../src/index.ts";

/** A plugin of one operation, `run`, whose body is given, as files. */
export function filesOf(
  body: string,
  { manifest = {}, files = {} }: { readonly manifest?: JsonObject; readonly files?: Partial<PluginFiles> } = {},
): PluginFiles {
  const code = Buffer.from(`let count = 0;
const value = (value) => ({ kind: "value", value });
export const plugin = {
  metadata: { id: "probe", version: "1.0.0", apiVersion: "1.0", operations: ["run"] },
  async invoke({ input }, context) { ${body} },
};`);
  const examples: readonly PluginExample[] = [{ operation: "run", input: "x" }];
  return { manifest: manifestOf(code, manifest), code, examples, http: [], ...files };
}

/** The manifest of such a plugin. */
export function manifestOf(code: Uint8Array, changes: JsonObject = {}): string {
  const manifest: JsonValue = {
    manifestVersion: 1,
    id: "probe",
    version: "1.0.0",
    apiVersion: "^1.0",
    entry: { kind: "javascript", file: "plugin.js", digest: digestOf(code) },
    operations: { run: { input: true, output: true } },
    limits: { fuel: 30_000_000, timeoutMs: 10_000 },
    ...changes,
  };
  return JSON.stringify(manifest);
}
