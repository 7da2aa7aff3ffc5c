import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { loadZodModule, type ZodExport, type ZodModuleRequest } from "../../src/sources/load-zod-module.ts";
import { makeFolder } from "./_folders.ts";

const never = (): AbortSignal => new AbortController().signal;
// Modules in a temporary folder find no package by name.
const ZOD = new URL("../../node_modules/zod/index.js", import.meta.url).href;
const IMPORT = `import { z } from ${JSON.stringify(ZOD)};\n`;

function makeModule(code: string, name: string = "schemas.ts"): string {
  return join(makeFolder({ files: { [name]: code } }), name);
}

async function load(
  code: string,
  { io = "input", ...rest }: Partial<ZodModuleRequest> = {},
  signal: AbortSignal = never(),
): ReturnType<typeof loadZodModule> {
  return loadZodModule({ path: makeModule(IMPORT + code), io, ...rest }, signal);
}

function enumOf(schema: ZodExport | undefined): readonly unknown[] {
  const { enum: values } = (schema?.document.value ?? {}) as { readonly enum?: readonly unknown[] };
  return values ?? [];
}

test("the schemas that a TypeScript module exports become JSON Schema; other exports are passed over", async () => {
  const code = `export const Name: z.ZodString = z.string().min(1);
export const Count = z.int();
export const other = { _zod: {} };
export function helper(value: string): string { return value; }
export default z.boolean();`;
  const schemas = await load(code);
  expect(schemas.map(({ name, document }) => [name, document.value])).toEqual([
    ["Count", expect.objectContaining({ type: "integer" })],
    ["Name", { $schema: "https://json-schema.org/draft/2020-12/schema", type: "string", minLength: 1 }],
    ["default", expect.objectContaining({ type: "boolean" })],
  ]);
});

test("a document is named after its module and export, and has no lines", async () => {
  const path = makeModule(`${IMPORT}export const A = z.string();`, "a.mjs");
  const [{ document } = { document: undefined }] = await loadZodModule({ path, io: "input" }, never());
  expect([document?.file, document?.linesOf(["", "/type"])]).toEqual([`${path}#A`, [undefined, undefined]]);
});

test("input and output are different schemas where a default stands between them", async () => {
  const code = "export const A = z.object({ a: z.string().default('x') });";
  const [input] = await load(code, { io: "input" });
  const [output] = await load(code, { io: "output" });
  expect(input?.document.value).not.toHaveProperty("required");
  expect(output?.document.value).toMatchObject({ required: ["a"], additionalProperties: false });
});

test("one export may be asked for by its name", async () => {
  const code = "export const A = z.string(); export const B = z.date();";
  expect((await load(code, { export: "A" })).map(({ name }) => name)).toEqual(["A"]);
});

test("schemas of zod's smaller twin are read too", async () => {
  const mini = JSON.stringify(ZOD.replace("index.js", "mini/index.js"));
  const [schema] = await load(`import * as m from ${mini};\nexport const A = m.array(m.string());`);
  expect(schema?.document.value).toMatchObject({ type: "array", items: { type: "string" } });
});

test("a schema that JSON Schema cannot say is refused, by the name of its export", async () => {
  for (const schema of ["z.date()", "z.object({ a: z.bigint() })", "z.map(z.string(), z.string())"])
    await expect(load(`export const Broken = ${schema};`)).rejects.toMatchObject({
      code: "contract-diff/invalid-contract",
      message: expect.stringContaining("the export Broken cannot be said in JSON Schema"),
    });
});

test("a module without schemas, and one without the export that is asked for, are not found", async () => {
  const notFound = (message: string): object => ({
    code: "contract-diff/not-found",
    message: expect.stringContaining(message),
  });
  await expect(load("export const a = 1;")).rejects.toMatchObject(notFound("There is no zod schema in /"));
  for (const name of ["B", "toString", "__proto__", ""])
    await expect(load("export const A = z.string();", { export: name })).rejects.toMatchObject(
      notFound(`There is no zod schema ${name}`.trimEnd()),
    );
});

test("as it is built, the package starts the process that is built", async () => {
  const built = new URL("../../dist/sources/load-zod-module.js", import.meta.url).href;
  const { loadZodModule: loadBuilt } = (await import(built)) as { readonly loadZodModule: typeof loadZodModule };
  const path = makeModule(`${IMPORT}export const A = z.string();`);
  expect((await loadBuilt({ path, io: "input" }, never())).map(({ name }) => name)).toEqual(["A"]);
});

test("a module that is not there, does not parse or throws is unreadable, with what it said", async () => {
  await expect(loadZodModule({ path: "/nowhere/x.ts", io: "input" }, never())).rejects.toMatchObject({
    code: "contract-diff/unreadable",
    message: expect.stringMatching(/^\/nowhere\/x\.ts: the module does not load: .*Cannot find module/),
  });
  await expect(load("export const = 1;")).rejects.toThrow("the module does not load");
  await expect(load("throw new Error('no database');")).rejects.toThrow("the module does not load: no database");
  await expect(load("throw 'text';")).rejects.toThrow("the module does not load: text");
});

test("a module that ends its process is unreadable, with what it wrote", async () => {
  await expect(load("console.error('config is missing'); process.exit(3);")).rejects.toMatchObject({
    code: "contract-diff/unreadable",
    message: expect.stringMatching(/ended the process that loaded it, with code 3; it wrote: config is missing$/),
  });
});

test("what a module logs is no part of the answer, and its timers do not hold the process", async () => {
  const code = "console.log('{'); setInterval(() => console.log('['), 1000);\nexport const A = z.string();";
  expect(await load(code)).toHaveLength(1);
});

test("large schemas arrive whole", async () => {
  const code = "export const A = z.enum(Array.from({ length: 200_000 }, (_, at) => `value ${at}`));";
  const [schema] = await load(code);
  expect(enumOf(schema).at(-1)).toBe("value 199999");
});

test("a module that does not come to an end is ended in time", async () => {
  for (const code of ["await new Promise((resolve) => setTimeout(resolve, 1e6));", "for (;;) {}"])
    await expect(load(code, { timeoutMs: 300 })).rejects.toMatchObject({
      code: "contract-diff/unreadable",
      message: expect.stringContaining("did not load within 300 ms"),
    });
});

test("an abort ends the process", async () => {
  const controller = new AbortController();
  const loaded = load("for (;;) {}", {}, controller.signal);
  controller.abort();
  await expect(loaded).rejects.toMatchObject({ code: "core/aborted" });
  await expect(load("", {}, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
});

test("a module writes no file, starts no process and does not reach the network", async () => {
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const file = join(makeFolder({ files: {} }), "written");
  const attempts = [
    `(await import("node:fs")).writeFileSync(${JSON.stringify(file)}, "x");`,
    `(await import("node:child_process")).execFileSync("touch", [${JSON.stringify(file)}]);`,
  ];
  // Older ones have no permission for it to lack.
  if (process.allowedNodeEnvironmentFlags.has("--allow-net"))
    attempts.push(`await fetch("http://127.0.0.1:${port}/");`);
  for (const attempt of attempts) await expect(load(attempt)).rejects.toThrow("the module does not load");
  expect([existsSync(file), requests]).toEqual([false, []]);
});

test("a module sees no variables of the environment that could be secrets", async () => {
  vi.stubEnv("DEPLOY_TOKEN", "secret");
  vi.stubEnv("NODE_OPTIONS", "--no-experimental-strip-types");
  try {
    const [schema] = await load("export const A = z.literal(Object.keys(process.env).sort());");
    expect(enumOf(schema)).toContain("PATH");
    expect(enumOf(schema).filter((name) => !["HOME", "PATH", "TMPDIR"].includes(String(name)))).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
