import { createSystemClock } from "@cordon/core/system";
import { createWasmEngine, type Guest, type Lane } from "@cordon/wasm-engine";
import { createPlugin as createPlugin1 } from "extism1";
import { createPlugin as createPlugin2 } from "extism2";
import { type BenchResult, interleave } from "../interleave.ts";
import { compileGuest } from "./compile-guest.ts";

const NEVER = new AbortController().signal;
const SMALL = new TextEncoder().encode("Some text of one kibibyte. ".repeat(40)).slice(0, 1024);
const LARGE = new Uint8Array(65_536).fill(97);
// A wide enough budget for 64 KiB, within what runs inline.
const FUEL = 1_000_000;

/** The part of a plugin that is used. Both releases have it. */
interface Plugin {
  readonly call: (operation: string, input: Uint8Array) => Promise<{ bytes(): Uint8Array } | null>;
  readonly reset: () => Promise<boolean>;
  readonly close: () => Promise<void>;
}
type CreatePlugin = (manifest: object, options: object) => Promise<Plugin>;

const PEERS: readonly (readonly [name: string, createPlugin: CreatePlugin])[] = [
  ["Extism 1.0.3", createPlugin1],
  ["Extism 2.0.0-rc13", createPlugin2],
];

const { Module } = (globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } })
  .WebAssembly;

/** A call of ours, with fuel, caps and a fresh state, against Extism's: the same function, the same bytes in and out. */
export async function run(): Promise<readonly BenchResult[]> {
  const theirs = await compileGuest("transform-extism");
  const results: BenchResult[] = [];
  for (const [peerName, createPlugin] of PEERS) {
    await using inline = await startOurs("inline");
    await using worker = await startOurs("worker");
    // Compiled once, as ours is: with bytes in its place, Extism would compile at every creation.
    const manifest = { wasm: [{ module: new Module(theirs) }] };
    const create = (runInWorker: boolean): Promise<Plugin> => createPlugin(manifest, { useWasi: false, runInWorker });
    const fresh = async (): Promise<Uint8Array> => {
      const plugin = await create(false);
      const output = await call(plugin, "upper", SMALL);
      await plugin.close();
      return output;
    };
    const warm = await create(false);
    const behind = await create(true);
    same(await ours(inline.guest, "upper", SMALL), await fresh());
    same(await ours(inline.guest, "echo", LARGE), await call(warm, "echo", LARGE));
    same(await ours(worker.guest, "upper", SMALL), await call(behind, "upper", SMALL));
    const small = (): Promise<Uint8Array> => ours(inline.guest, "upper", SMALL);
    const contests = [
      ["a fresh call, 1 KiB, against create + call + close", small, fresh, 200, 0.2],
      ["a fresh call, 1 KiB, against a warm plugin", small, () => callAndReset(warm, "upper", SMALL), 1000, 1],
      [
        "a fresh echo, 64 KiB, against a warm plugin",
        () => ours(inline.guest, "echo", LARGE),
        () => callAndReset(warm, "echo", LARGE),
        20,
        0.1,
      ],
      [
        "a fresh call in a worker, 1 KiB, against runInWorker",
        () => ours(worker.guest, "upper", SMALL),
        () => callAndReset(behind, "upper", SMALL),
        200,
        1 / 3,
      ],
    ] as const;
    for (const [name, us, them, iterationsPerRound, most] of contests) {
      const timing = await interleave({ ours: us, peer: them, rounds: 31, iterationsPerRound });
      const target = `at most ${most.toFixed(2)} of its time`;
      results.push({ name: `${name} (${peerName})`, ...timing, target, met: timing.ratioMedian <= most });
    }
    await warm.close();
    await behind.close();
  }
  return results;
}

interface Ours extends AsyncDisposable {
  readonly guest: Guest;
}

async function startOurs(lane: Lane): Promise<Ours> {
  const engine = createWasmEngine({
    clock: createSystemClock(),
    lane,
    limits: { maxMemoryBytes: 1_048_576, fuel: FUEL },
  });
  const guest = await engine.load(await compileGuest("transform-cordon"));
  return { guest, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

async function ours(guest: Guest, operation: string, input: Uint8Array): Promise<Uint8Array> {
  const { stop } = await guest.call({ operation, input }, NEVER);
  if (stop.kind !== "completed") throw new Error(`The guest ended with ${stop.kind}.`);
  return stop.output;
}

async function call(plugin: Plugin, operation: string, input: Uint8Array): Promise<Uint8Array> {
  const output = await plugin.call(operation, input);
  if (output === null) throw new Error("The plugin returned nothing.");
  return output.bytes().slice();
}

// Without a reset the stable release leaks until it fails, and both get slower in a worker.
async function callAndReset(plugin: Plugin, operation: string, input: Uint8Array): Promise<Uint8Array> {
  const output = await call(plugin, operation, input);
  await plugin.reset();
  return output;
}

function same(one: Uint8Array, other: Uint8Array): void {
  if (!Buffer.from(one).equals(other)) throw new Error("The two guests answered differently.");
}
