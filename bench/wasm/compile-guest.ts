import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

interface Compiler {
  main(
    args: readonly string[],
    host: {
      readFile(file: string): string | null;
      writeFile(file: string, contents: string | Uint8Array): void;
      listFiles(): readonly string[];
    },
  ): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
}

// By a name that the type check does not follow: the compiler's types bring globals of their own.
const COMPILER: string = "assemblyscript/asc";
const FOLDER = new URL("guests/", import.meta.url);
const SOURCES = new Map(
  readdirSync(FOLDER).map((file) => [`${basename(file, ".as")}.ts`, readFileSync(new URL(file, FOLDER), "utf8")]),
);
const FLAGS = ["--runtime", "stub", "-O3", "--noAssert", "--use", "abort=", "--initialMemory", "3"];

/** What wasm-metering does not understand, switched off. */
export const OLD_WASM: readonly string[] = ["--disable", "bulk-memory,sign-extension,nontrapping-f2i,mutable-globals"];

/** Compiles one of the guests beside this file. They import nothing but what they declare. */
export async function compileGuest(name: string, flags: readonly string[] = []): Promise<Uint8Array> {
  const { default: asc } = (await import(COMPILER)) as { readonly default: Compiler };
  let compiled: Uint8Array | undefined;
  const { error, stderr } = await asc.main([`${name}.ts`, "-o", "guest.wasm", ...FLAGS, ...flags], {
    readFile: (file) => SOURCES.get(file.replaceAll("\\", "/")) ?? null,
    writeFile(_file, contents) {
      if (typeof contents !== "string") compiled = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || compiled === undefined)
    throw new Error(`The guest ${name} does not compile.\n${stderr.toString()}`);
  return compiled;
}
