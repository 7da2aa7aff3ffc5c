// What runs in a worker of its own for each component: the tools inside are WebAssembly that panics on bad input and is useless afterwards.
import { parentPort, workerData } from "node:worker_threads";
import type { Transpiled } from "./transpile-component.ts";

const NAME = "guest";

async function transpile(bytes: Uint8Array): Promise<Transpiled> {
  const { componentWit } = await import("@bytecodealliance/jco-transpile/wasm-tools");
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  const wit = await componentWit(bytes);
  const { files } = generate(bytes, {
    name: NAME,
    noTypescript: true,
    noNodejsCompat: true,
    instantiation: { tag: "sync" },
    map: [],
    base64Cutoff: 0,
    tlaCompat: false,
    noComponentErrorWrapping: true,
  });
  const cores = files.filter(([name]) => name.endsWith(".wasm"));
  const glue = files.find(([name]) => name === `${NAME}.js`)?.[1];
  if (glue === undefined) throw new TypeError("The component was not transpiled.");
  return { wit, glue, cores };
}

parentPort?.postMessage(await transpile(workerData as Uint8Array));
