import { HIDDEN } from "../metering/hidden-names.ts";
import type { HostFunction } from "../host-function.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { Stop } from "../stop.ts";
import { wasm, type WasmExport, type WasmGlobal, type WasmMemory } from "../wasm-platform.ts";
import type { CallState } from "./call-state.ts";
import { classifyTrap } from "./classify-trap.ts";
import { GuestMemory } from "./guest-memory.ts";
import { linkImports } from "./host-imports.ts";
import { hostTrap } from "./host-trap.ts";
import type { HostSide } from "./host-side.ts";
import type { PreparedModule } from "./prepared-module.ts";

// So far below nothing that no charge wraps it round: the next check in the guest stops it, wherever it is.
const STOPPED_FUEL = -(2n ** 62n);
const MISPLACED: Stop = { kind: "bad-output", problem: "alloc returned a place outside the memory" };
// A result's two halves without a detour over big numbers.
const RESULT = new BigInt64Array(1);
const RESULT_HALVES = new Uint32Array(RESULT.buffer);

type GuestFunction = (...args: readonly number[]) => unknown;
type SuspendableFunction = (...args: readonly number[]) => Promise<unknown>;

/** One instance of a guest: runs one call at a time and knows which. */
export class GuestInstance implements HostSide {
  readonly limits: ResolvedLimits;
  readonly memory: GuestMemory;
  readonly globals: readonly WasmGlobal[];
  pending: Uint8Array | undefined;
  readonly #exports: Readonly<Record<string, WasmExport>>;
  readonly #fuel: WasmGlobal;
  readonly #denied: WasmGlobal;
  readonly #alloc: GuestFunction;
  readonly #start: readonly GuestFunction[];
  readonly #promising = new Map<string, SuspendableFunction>();
  #call: CallState | undefined;
  #callsHost = false;
  #fuelAtStop: bigint | undefined;

  /** Links an instance. What the platform does by itself meanwhile is bounded by the module's size. */
  constructor({ module, summary, hostFunctions, limits }: PreparedModule) {
    this.limits = limits;
    const { exports } = new wasm.Instance(module, linkImports(summary.imports, hostFunctions, this));
    this.#exports = exports;
    this.#fuel = exports[HIDDEN.fuel] as WasmGlobal;
    this.#denied = exports[HIDDEN.denied] as WasmGlobal;
    this.#alloc = exports["alloc"] as GuestFunction;
    this.memory = new GuestMemory(exports[summary.memory ?? HIDDEN.memory] as WasmMemory);
    this.globals = summary.mutableGlobals.map((name) => exports[name] as WasmGlobal);
    this.#start = [summary.startFunction, "_initialize"].flatMap((name) =>
      name !== undefined && name in exports ? [exports[name] as GuestFunction] : [],
    );
  }

  /** Runs what the module and its host want run before any call. Host functions are not to be had yet. */
  initialise(call: CallState): Stop {
    this.#begin(call, false);
    try {
      for (const start of this.#start) start();
      if (call.request.operation !== "") return this.#operate(call);
      return this.#fuelLeft < 0n ? { kind: "out-of-fuel" } : { kind: "completed", output: new Uint8Array() };
    } catch (error) {
      return this.#failed(call, error);
    } finally {
      this.#call = undefined;
    }
  }

  /** Runs a call to its end on this thread. */
  run(call: CallState): Stop {
    this.#begin(call, true);
    try {
      return this.#operate(call);
    } catch (error) {
      return this.#failed(call, error);
    } finally {
      this.#call = undefined;
    }
  }

  /** Runs a call that may wait for host functions; the thread is free meanwhile. */
  async runSuspended(call: CallState): Promise<Stop> {
    this.#begin(call, true);
    try {
      const placed = this.#placeAll(call);
      if (placed === undefined) return MISPLACED;
      return this.#completed(call, await this.#suspendable(call.request.operation)(...placed));
    } catch (error) {
      return this.#failed(call, error);
    } finally {
      this.#call = undefined;
    }
  }

  /** The fuel that a call used up to its stop. */
  fuelUsed(call: CallState): number {
    return Math.min(call.request.fuel, call.request.fuel - Number(this.#fuelAtStop ?? this.#fuelLeft));
  }

  enterHost(called: HostFunction): CallState {
    const call = this.#call;
    if (call === undefined || !this.#callsHost) throw this.stopCall(hostTrap("host-call-outside-call", called));
    if (call.stop !== undefined) throw this.stopCall(call.stop);
    if (!call.count(called)) throw this.stopCall(hostTrap("host-quota", called));
    return call;
  }

  checkTake(): void {
    if (this.#call?.stop !== undefined) throw this.stopCall(this.#call.stop);
  }

  charge(fuel: number): void {
    const left = this.#fuelLeft - BigInt(fuel);
    this.#fuel.value = left;
    if (left < 0n) throw this.stopCall({ kind: "out-of-fuel" });
  }

  stopCall(stop: Stop): Error {
    this.#call?.end(stop);
    this.#fuelAtStop ??= this.#fuelLeft;
    this.#fuel.value = STOPPED_FUEL;
    return new Error("The guest was stopped.");
  }

  get #fuelLeft(): bigint {
    return this.#fuel.value as bigint;
  }

  #begin(call: CallState, callsHost: boolean): void {
    this.#call = call;
    this.#callsHost = callsHost;
    this.#fuelAtStop = undefined;
    this.pending = undefined;
    this.#denied.value = 0;
    this.#fuel.value = BigInt(call.request.fuel);
  }

  #suspendable(operation: string): SuspendableFunction {
    const known = this.#promising.get(operation);
    if (known !== undefined) return known;
    const made = wasm.promising?.(this.#exports[operation] as WasmExport);
    if (made === undefined) throw new TypeError("This platform cannot suspend a guest.");
    this.#promising.set(operation, made);
    return made;
  }

  #operate(call: CallState): Stop {
    const placed = this.#placeAll(call);
    if (placed === undefined) return MISPLACED;
    return this.#completed(call, (this.#exports[call.request.operation] as GuestFunction)(...placed));
  }

  // A guest that gives out one place for both, or that writes over the first when it is asked for the second, fools nobody but itself.
  #placeAll({ request: { method, input } }: CallState): readonly number[] | undefined {
    const first = method === undefined ? undefined : this.#place(method);
    if (method !== undefined && first === undefined) return undefined;
    const second = this.#place(input);
    if (second === undefined) return undefined;
    return first === undefined || method === undefined
      ? [second, input.length]
      : [first, method.length, second, input.length];
  }

  #place(input: Uint8Array): number | undefined {
    const pointer = this.#alloc(input.length) as number;
    if (!this.memory.holds(pointer, input.length)) return undefined;
    this.memory.write(pointer, input);
    return pointer;
  }

  #completed(call: CallState, packed: unknown): Stop {
    if (call.stop !== undefined) return call.stop;
    if (this.#fuelLeft < 0n) return { kind: "out-of-fuel" };
    RESULT[0] = packed as bigint;
    const [length = 0, pointer = 0] = RESULT_HALVES;
    if (length > this.limits.maxOutputBytes)
      return {
        kind: "bad-output",
        problem: `the result has ${length} bytes, and ${this.limits.maxOutputBytes} are allowed`,
      };
    if (!this.memory.holds(pointer, length))
      return { kind: "bad-output", problem: "the result lies outside the memory" };
    return { kind: "completed", output: this.memory.read(pointer, length) };
  }

  #failed(call: CallState, error: unknown): Stop {
    const stop = call.stop;
    if (stop?.kind === "trapped") return stop;
    return stop ?? classifyTrap(error, { fuelLeft: this.#fuelLeft, wasDenied: this.#denied.value !== 0 });
  }
}
