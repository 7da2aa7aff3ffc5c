import { createRequire } from "node:module";
import { type HostFunction, type HostResult, type HostValue, nameOf } from "../host-function.ts";
import type { CallState } from "../instance/call-state.ts";
import { classifyTrap } from "../instance/classify-trap.ts";
import { hostTrap } from "../instance/host-trap.ts";
import type { PreparedComponent, PreparedCore } from "../instance/prepared-module.ts";
import type { RunnableGuest, RunReport } from "../instance/runnable-guest.ts";
import { HIDDEN } from "../metering/hidden-names.ts";
import type { Stop } from "../stop.ts";
import {
  wasm,
  type WasmGlobal,
  type WasmImports,
  type WasmInstance,
  type WasmMemory,
  type WasmModule,
} from "../wasm-platform.ts";
import { glueName } from "./component-world.ts";

/** How many core instances a component may have: what it is made of is nobody's choice but its own. */
export const MAX_CORE_INSTANCES = 8;
const STOPPED_FUEL = -(2n ** 62n);

/** What the glue of a component exports. */
interface Glue {
  readonly instantiate: (
    core: (path: string) => WasmModule,
    imports: Readonly<Record<string, object>>,
    instantiateCore: (module: WasmModule, imports: WasmImports | undefined) => WasmInstance,
  ) => Readonly<Record<string, (input: Uint8Array) => unknown>>;
}

/** Runs calls of a component: its core modules are instantiated anew for each. Each of them has the call's fuel, and all share it in the end. */
export function createRunnableComponent(prepared: PreparedComponent): RunnableGuest {
  // The glue has no await at its top, so it can be had at once; a worker has no event loop to wait in.
  const glue = createRequire(import.meta.url)(prepared.gluePath) as Glue;
  return { run: (call) => new ComponentCall(prepared, call).run(glue) };
}

class ComponentCall {
  readonly #prepared: PreparedComponent;
  readonly #call: CallState;
  readonly #instances: WasmInstance["exports"][] = [];
  readonly #memories: WasmMemory[] = [];
  #left: bigint | undefined;

  constructor(prepared: PreparedComponent, call: CallState) {
    this.#prepared = prepared;
    this.#call = call;
  }

  run(glue: Glue): RunReport {
    const stop = this.#stopOf(glue);
    const { fuel } = this.#call.request;
    return {
      stop,
      fuelUsed: Number(BigInt(fuel) - (this.#left ?? this.#fuelLeft())),
      peakMemoryBytes: Math.max(0, ...this.#memories.map(({ buffer }) => buffer.byteLength)),
      hostCalls: this.#call.hostCalls,
    };
  }

  #stopOf(glue: Glue): Stop {
    const { operation, input } = this.#call.request;
    try {
      const cores = new Map(Object.values(this.#prepared.cores).map((core) => [core.module, core]));
      const component = glue.instantiate(
        (path) => this.#core(path).module,
        this.#imports(),
        (module, imports) => this.#instantiate(cores.get(module), imports),
      );
      return this.#completed(component[glueName(operation)]?.(input));
    } catch (error) {
      const wasDenied = this.#instances.some((exports) => (exports[HIDDEN.denied] as WasmGlobal).value !== 0);
      return this.#call.stop ?? classifyTrap(error, { fuelLeft: this.#fuelLeft(), wasDenied });
    }
  }

  #completed(output: unknown): Stop {
    if (this.#call.stop !== undefined) return this.#call.stop;
    if (this.#fuelLeft() < 0n) return { kind: "out-of-fuel" };
    const { maxOutputBytes } = this.#prepared.limits;
    if (!(output instanceof Uint8Array)) return { kind: "bad-output", problem: "the result is no list of bytes" };
    if (output.length > maxOutputBytes)
      return {
        kind: "bad-output",
        problem: `the result has ${output.length} bytes, and ${maxOutputBytes} are allowed`,
      };
    return { kind: "completed", output: output.slice() };
  }

  #core(path: string): PreparedCore {
    const core = Object.hasOwn(this.#prepared.cores, path) ? this.#prepared.cores[path] : undefined;
    if (core === undefined) throw new TypeError(`The component has no core module ${path}.`);
    return core;
  }

  #instantiate(core: PreparedCore | undefined, imports: WasmImports | undefined): WasmInstance {
    if (core === undefined) throw new TypeError("The component has no such core module.");
    if (this.#instances.length === MAX_CORE_INSTANCES)
      throw this.#stop({ kind: "refused", feature: `more than ${MAX_CORE_INSTANCES} core instances` });
    // The cap is of one memory: with more instances that have one, a guest would have as many times as much.
    if (core.summary.memory !== undefined && this.#memories.length > 0)
      throw this.#stop({ kind: "refused", feature: "more than one memory" });
    const instance = new wasm.Instance(core.module, imports ?? {});
    const { exports } = instance;
    (exports[HIDDEN.fuel] as WasmGlobal).value = BigInt(this.#call.request.fuel);
    this.#instances.push(exports);
    const { memory, startFunction } = core.summary;
    if (memory !== undefined) this.#memories.push(exports[memory] as WasmMemory);
    if (startFunction !== undefined) (exports[startFunction] as () => void)();
    return instance;
  }

  // What all of them together have used, taken from what the call was given.
  #fuelLeft(): bigint {
    const given = BigInt(this.#call.request.fuel);
    const used = this.#instances.map((exports) => given - ((exports[HIDDEN.fuel] as WasmGlobal).value as bigint));
    return used.reduce((left, each) => left - each, given);
  }

  #imports(): Readonly<Record<string, object>> {
    return Object.fromEntries(
      this.#prepared.hostFunctions.map((called) => [
        called.name,
        { default: (...values: HostValue[]) => this.#callHost(called, values) },
      ]),
    );
  }

  #callHost(called: HostFunction, values: readonly HostValue[]): HostValue | undefined {
    const call = this.#call;
    if (call.stop !== undefined) throw this.#stop(call.stop);
    if (!call.count(called)) throw this.#stop(hostTrap("host-quota", called));
    if (values.some((value) => this.#isTooLong(value))) throw this.#stop(hostTrap("host-argument", called));
    let answer: HostValue | undefined;
    try {
      answer = called.run(values, call) as HostValue | undefined;
    } catch (cause) {
      throw this.#stop(call.stop ?? hostTrap("host-function", called, cause));
    }
    if (call.stop !== undefined) throw this.#stop(call.stop);
    if (!isOfType(called.result, answer))
      throw this.#stop(
        hostTrap("host-function", called, new TypeError(`${nameOf(called)} answered with no ${called.result}.`)),
      );
    if (!this.#isTooLong(answer)) return answer;
    throw this.#stop(hostTrap("host-function", called, new RangeError(`${nameOf(called)} answered with too much.`)));
  }

  #isTooLong(value: HostValue | undefined): boolean {
    const length = typeof value === "string" || value instanceof Uint8Array ? value.length : 0;
    return length > this.#prepared.limits.maxHostBytes;
  }

  #stop(stop: Stop): Error {
    this.#call.end(stop);
    this.#left ??= this.#fuelLeft();
    for (const exports of this.#instances) (exports[HIDDEN.fuel] as WasmGlobal).value = STOPPED_FUEL;
    return new Error("The guest was stopped.");
  }
}

// What the glue cannot lower would become an exception that the guest can catch.
function isOfType(result: HostResult, value: HostValue | undefined): boolean {
  switch (result) {
    case "none":
      return true;
    case "text":
      return typeof value === "string";
    case "bytes":
      return value instanceof Uint8Array;
    default:
      return typeof value === (result === "i64" ? "bigint" : "number");
  }
}
