import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { JsonObject, JsonValue } from "@cordon/core";
import wabt from "wabt";
import type { Answer, Api } from "./_api.ts";

const assembler = await wabt();

/** A plugin as it is uploaded. */
export interface Upload {
  readonly manifest: JsonObject;
  readonly code: Uint8Array;
}

/** What each operation is: a text that it answers with, or the body of its function. */
export type Operations = Readonly<Record<string, string | { readonly body: string }>>;

/** What a plugin is made of; the rest goes into its manifest as it is. */
export interface PluginParts extends Readonly<Record<string, JsonValue | Operations | undefined>> {
  readonly id?: string;
  readonly version?: string;
  readonly operations?: Operations;
  readonly imports?: string;
}

/** The answer that is a value. */
export const valueOf = (value: JsonValue): string => JSON.stringify({ kind: "value", value });

/** Makes a WebAssembly plugin, unsigned. */
export function wasmPlugin(parts: PluginParts = {}): Upload {
  const { id = "acme.hello", version = "1.0.0", operations = { greet: valueOf(`hello from ${version}`) } } = parts;
  const { imports = "", ...rest } = parts;
  const code = assemble(operations, imports);
  const named = Object.fromEntries(Object.keys(operations).map((name) => [name, { input: true, output: true }]));
  const manifest = {
    manifestVersion: 1,
    ...(rest as JsonObject),
    id,
    version,
    apiVersion: "^1.0.0",
    entry: { kind: "wasm", file: "plugin.wasm", digest: digestOf(code) },
    operations: named,
  };
  return { manifest, code };
}

/** A plugin in JavaScript that answers one operation with what a function body says. */
export function scriptPlugin(body: string, rest: JsonObject = {}): Upload {
  const id = "acme.script";
  const metadata = { id, version: "1.0.0", apiVersion: "1.0", operations: ["go"] };
  const source = `export const plugin = { metadata: ${JSON.stringify(metadata)}, async invoke({ input }, context) { ${body} } };`;
  const code = new Uint8Array(Buffer.from(source));
  const manifest = {
    manifestVersion: 1,
    ...rest,
    id,
    version: "1.0.0",
    apiVersion: "^1.0.0",
    entry: { kind: "javascript", file: "plugin.js", digest: digestOf(code) },
    operations: { go: { input: true, output: true } },
    limits: { fuel: 50_000_000, timeoutMs: 20_000 },
  };
  return { manifest, code };
}

/** The digest of code as manifests write it. */
export function digestOf(code: Uint8Array): string {
  return `sha256:${createHash("sha256").update(code).digest("hex")}`;
}

/** The body that uploads a plugin. */
export function uploadOf({ manifest, code }: Upload): JsonObject {
  return { manifest, code: Buffer.from(code).toString("base64") };
}

/** A project with the ways to its plugins. */
export interface TestProject {
  readonly path: string;
  readonly id: string;
  readonly install: (upload: Upload) => Promise<Answer>;
  /** Installs and enables. */
  readonly run: (upload: Upload) => Promise<Answer>;
  /** POST, below the plugin's own path. */
  readonly post: (pluginId: string, action: string, body?: JsonValue) => Promise<Answer>;
  readonly list: () => Promise<Answer>;
  readonly get: (pluginId: string, what?: string) => Promise<Answer>;
  readonly invoke: (pluginId: string, operation: string, input?: JsonValue) => Promise<Answer>;
}

/** Makes a project on a server. */
export async function newProject({ call }: Pick<Api, "call">): Promise<TestProject> {
  const { body } = await call({ body: { name: "Plugins" } });
  return projectAt({ call }, body["id"] as string);
}

/** A project that there is. */
export function projectAt({ call }: Pick<Api, "call">, id: string): TestProject {
  const path = `/v1/projects/${id}`;
  const post: TestProject["post"] = (pluginId, action, body) =>
    call({ method: "POST", path: `${path}/plugins/${pluginId}/${action}`, ...(body === undefined ? {} : { body }) });
  const install: TestProject["install"] = (upload) =>
    call({ method: "POST", path: `${path}/plugins`, body: uploadOf(upload) });
  return {
    path,
    id,
    install,
    async run(upload) {
      const { status, ...installed } = await install(upload);
      if (status !== 201) return { status, ...installed };
      return post(installed.body["id"] as string, "enable");
    },
    post,
    list: () => call({ path: `${path}/plugins` }),
    get: (pluginId, what = "") => call({ path: `${path}/plugins/${pluginId}${what}` }),
    invoke: (pluginId, operation, input = null) => post(pluginId, `operations/${operation}`, { input }),
  };
}

/** Writes a plugin as an operator puts it into a folder. */
export function writePlugin(folder: string, { manifest, code }: Upload): void {
  writeFileSync(`${folder}/plugin.json`, JSON.stringify(manifest));
  writeFileSync(`${folder}/plugin.wasm`, code);
}

function assemble(operations: Operations, imports: string): Uint8Array {
  let at = 16;
  const parts = Object.entries(operations).map(([name, operation]) => {
    const signature = `(func (export "${name}") (param $ptr i32) (param $len i32) (result i64)`;
    if (typeof operation !== "string") return `${signature} ${operation.body})`;
    const bytes = Buffer.from(operation);
    const answer = (BigInt(at) << 32n) | BigInt(bytes.length);
    const data = Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
    const text = `(data (i32.const ${at}) "${data}") ${signature} (i64.const ${answer}))`;
    at += bytes.length + 8;
    return text;
  });
  const module = assembler.parseWat(
    "plugin.wat",
    `(module ${imports} (memory (export "memory") 2)
       (func (export "alloc") (param i32) (result i32) (i32.const 65536))
       ${parts.join("\n")})`,
  );
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
