import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@cordon/core";
import { wasmError } from "../errors.ts";
import { CallState } from "../instance/call-state.ts";
import type { PreparedComponent, PreparedCore } from "../instance/prepared-module.ts";
import { createLoader, createWorkerLane, type WorkerLane, type WorkerLaneOptions } from "../lanes/worker-lane.ts";
import { type EngineLimits, type ResolvedLimits, resolveLimits } from "../limits.ts";
import type { Guest } from "../ports/guest.ts";
import type { LoadOptions } from "../ports/wasm-engine.ts";
import { ReEntry } from "../re-entry.ts";
import { resolveCall } from "../resolve-call.ts";
import { resolveHostFunctions } from "../resolve-host-functions.ts";
import { rewriteOptionsOf } from "../rewrite-options-of.ts";
import { MAX_CORE_INSTANCES } from "./runnable-component.ts";
import { checkWorld, readWorld } from "./component-world.ts";
import { transpileComponent, type Transpiled } from "./transpile-component.ts";

/** How an engine for components is set up. */
export interface ComponentEngineOptions extends WorkerLaneOptions {
  /** Where the glue of components is written. Nobody but the host may write there: what is in it runs as the host's own code. */
  readonly dir: string;
  /** What holds for guests that are loaded without limits of their own. */
  readonly limits?: EngineLimits;
}

/**
 * Makes guests of components. Each call has new instances of all of a component's core modules, in a worker.
 *
 * `load` rejects with an `AppError` that says what is wrong with a component. Disposal disposes every guest.
 */
export interface ComponentEngine extends AsyncDisposable {
  readonly load: (
    component: Uint8Array,
    options?: Omit<LoadOptions, "initialise" | "requiredExports">,
  ) => Promise<Guest>;
}

export function createComponentEngine(options: ComponentEngineOptions): ComponentEngine {
  const { dir, clock, limits: defaults = {} } = options;
  resolveLimits(defaults);
  const workers = createWorkerLane(options);
  const loader = createLoader(options);
  const guests = new Set<Guest>();
  let isDisposed = false;
  return {
    async load(component, { hostFunctions = [], limits } = {}) {
      if (isDisposed) throw wasmError("wasm/disposed", {});
      const resolved = resolveLimits({ ...defaults, ...limits });
      if (component.length > resolved.maxModuleBytes)
        throw wasmError("wasm/limit", {
          limit: "bytes of component",
          found: component.length,
          max: resolved.maxModuleBytes,
        });
      const bytes = component.slice();
      const transpiled = await transpileComponent(bytes, resolved.loadTimeoutMs, clock);
      const world = readWorld(transpiled.wit);
      checkWorld(world, resolveHostFunctions(hostFunctions));
      const cores = await prepareCores(transpiled, resolved, loader);
      const gluePath = await writeGlue(dir, transpiled.glue);
      const wanted = new Set(world.imports.map(({ name }) => name));
      const reEntry = new ReEntry();
      const granted = reEntry.notice(hostFunctions.filter(({ name }) => wanted.has(name)));
      const prepared = { kind: "component" as const, cores, gluePath, hostFunctions: granted, limits: resolved };
      const onDispose = (): void => void guests.delete(guest);
      const guest = createComponentGuest({
        prepared,
        operations: world.operations,
        workers,
        clock,
        reEntry,
        onDispose,
      });
      guests.add(guest);
      return guest;
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      await Promise.all([...guests].map((guest) => guest[Symbol.asyncDispose]()));
      await Promise.all([workers, loader].map((lane) => lane[Symbol.asyncDispose]()));
    },
  };
}

// Core modules share memories and tables with one another, so they may import what no guest may that stands alone.
async function prepareCores(
  { cores }: Transpiled,
  limits: ResolvedLimits,
  loader: WorkerLane,
): Promise<Readonly<Record<string, PreparedCore>>> {
  if (cores.length > MAX_CORE_INSTANCES)
    throw wasmError("wasm/limit", { limit: "core modules", found: cores.length, max: MAX_CORE_INSTANCES });
  const options = rewriteOptionsOf(limits, false);
  const prepared: Record<string, PreparedCore> = {};
  for (const [name, bytes] of cores) {
    const { module, rewritten } = await loader.prepare({ bytes, options, rewritten: undefined }, limits.loadTimeoutMs);
    prepared[name] = { module, summary: rewritten.summary };
  }
  return prepared;
}

async function writeGlue(dir: string, glue: Uint8Array): Promise<string> {
  const path = join(dir, `${createHash("sha256").update(glue).digest("hex")}.mjs`);
  const aside = `${path}.${randomUUID()}`;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(aside, glue, { mode: 0o600, flush: true });
  await rename(aside, path);
  return path;
}

interface ComponentGuestOptions {
  readonly prepared: PreparedComponent;
  readonly operations: readonly string[];
  readonly workers: WorkerLane;
  readonly clock: Clock;
  readonly reEntry: ReEntry;
  readonly onDispose: () => void;
}

function createComponentGuest(options: ComponentGuestOptions): Guest {
  const { prepared, operations, workers, clock, reEntry, onDispose } = options;
  const disposal = new AbortController();
  const exports = { operations, dispatchers: [] };
  return {
    ...exports,
    async call(request, signal) {
      if (disposal.signal.aborted) throw wasmError("wasm/disposed", {});
      if (reEntry.isInHost) throw wasmError("wasm/re-entrant", {});
      const call = new CallState(resolveCall(request, exports, prepared.limits), signal, clock, disposal.signal);
      try {
        return await workers.run(prepared, call);
      } finally {
        call.close();
      }
    },
    async [Symbol.asyncDispose]() {
      disposal.abort();
      onDispose();
      await workers.forget(prepared);
    },
  };
}
