import { fileURLToPath } from "node:url";
import { type BuildFailure, build, type Message, type Plugin as BundlerPlugin } from "esbuild";
import { kitError } from "../errors.ts";

// What the sandbox's engine has. What is newer is rewritten.
const LANGUAGE = "es2023";

/** Bundles TypeScript or JavaScript, and all that it imports, into one ES module without imports. */
export async function bundleScript(source: string, dir: string): Promise<Uint8Array> {
  const { outputFiles, metafile } = await build({
    entryPoints: [source],
    absWorkingDir: dir,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: LANGUAGE,
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    plugins: [ownCore()],
  }).catch((error: unknown) => {
    throw buildFailure(error);
  });
  // URLs are left as they are, and a sandbox has nowhere to get them from.
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  if (imports.length > 0)
    throw kitError("kit/build-failed", {
      problem: `A plugin cannot import ${imports.join(", ")}: there is no network to load it from.`,
    });
  const [output] = outputFiles;
  if (output === undefined) throw kitError("kit/build-failed", { problem: "The bundler wrote nothing." });
  return new TextEncoder().encode(withoutPaths(output.text, Object.keys(metafile.inputs)));
}

// The bundler writes above each module where it lay, which is not the same for all who build the same source.
function withoutPaths(text: string, paths: readonly string[]): string {
  const comments = new Set(paths.map((path) => `// ${path}`));
  return text
    .split("\n")
    .filter((line) => !comments.has(line))
    .join("\n");
}

/** `@cordon/core` as the plugin's own folder has it, or else as this package has it: a first plugin needs nothing installed. */
function ownCore(): BundlerPlugin {
  const resolving = { kit: "resolving" };
  return {
    name: "own-core",
    setup(bundler) {
      bundler.onResolve({ filter: /^@cordon\/core$/ }, async ({ path, pluginData, ...asked }) => {
        if (pluginData === resolving) return undefined;
        const { kind, resolveDir } = asked;
        const found = await bundler.resolve(path, { kind, resolveDir, pluginData: resolving });
        if (found.errors.length === 0) return found;
        const own = fileURLToPath(import.meta.resolve("@cordon/core"));
        return { path: own, sideEffects: false };
      });
    },
  };
}

function buildFailure(error: unknown): Error {
  const { errors } = error as Partial<BuildFailure>;
  if (errors === undefined) return error as Error;
  return kitError("kit/build-failed", { problem: errors.map(textOf).join("\n") }, { cause: error });
}

function textOf({ text, location }: Message): string {
  return location === null ? text : `${location.file}:${location.line}:${location.column}: ${text}`;
}
