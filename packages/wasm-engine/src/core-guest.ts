import type { Clock } from "@cordon/core";
import { chooseLane, type Lane } from "./choose-lane.ts";
import { wasmError } from "./errors.ts";
import type { CallableExports } from "./core-abi.ts";
import { CallState } from "./instance/call-state.ts";
import type { GuestInstance } from "./instance/guest-instance.ts";
import { startStop } from "./instance/initialise-instance.ts";
import { InstancePool } from "./instance/instance-pool.ts";
import type { PreparedModule } from "./instance/prepared-module.ts";
import type { WorkerLane } from "./lanes/worker-lane.ts";
import type { Guest, GuestCall } from "./ports/guest.ts";
import { ReEntry } from "./re-entry.ts";
import { resolveCall } from "./resolve-call.ts";
import type { CallReport, Stop } from "./stop.ts";
import { wasm } from "./wasm-platform.ts";

/** What a guest is made of, and where its calls may run. */
export interface CoreGuestOptions extends CallableExports {
  readonly prepared: PreparedModule;
  readonly clock: Clock;
  readonly workers: WorkerLane;
  /** The lane for every call, in place of the policy's choice. */
  readonly lane: Lane | undefined;
  readonly onDispose: () => void;
}

/** Makes a guest of a prepared module and its first instance. Rejects where the guest cannot be had. */
export async function createCoreGuest(options: CoreGuestOptions): Promise<Guest> {
  const guest = new CoreGuest(options);
  await guest.initialise();
  return guest;
}

class CoreGuest implements Guest {
  readonly operations: readonly string[];
  readonly dispatchers: readonly string[];
  readonly #prepared: PreparedModule;
  readonly #clock: Clock;
  readonly #workers: WorkerLane;
  readonly #forcedLane: Lane | undefined;
  readonly #onDispose: () => void;
  readonly #waits: boolean;
  readonly #disposal = new AbortController();
  readonly #reEntry = new ReEntry();
  #pool: InstancePool | undefined;

  constructor({ prepared, operations, dispatchers, clock, workers, lane, onDispose }: CoreGuestOptions) {
    this.#onDispose = onDispose;
    this.operations = operations;
    this.dispatchers = dispatchers;
    this.#prepared = { ...prepared, hostFunctions: this.#reEntry.notice(prepared.hostFunctions) };
    this.#clock = clock;
    this.#workers = workers;
    this.#forcedLane = lane;
    this.#waits = prepared.hostFunctions.some(
      (each) =>
        each.waits && prepared.summary.imports.some(({ module, name }) => module === each.module && name === each.name),
    );
  }

  async initialise(): Promise<void> {
    const { snapshot, limits } = this.#prepared;
    if (this.#laneFor(1) !== "worker") this.#pool = new InstancePool(this.#prepared, this.#clock);
    else if (snapshot === undefined) await this.#workers.load(this.#prepared, limits.loadTimeoutMs);
  }

  readonly call = async (request: GuestCall, signal: AbortSignal): Promise<CallReport> => {
    if (this.#disposal.signal.aborted) throw wasmError("wasm/disposed", {});
    const resolved = resolveCall(request, this, this.#prepared.limits);
    if (this.#reEntry.isInHost) throw wasmError("wasm/re-entrant", {});
    const lane = this.#laneFor(resolved.fuel);
    const call = new CallState(resolved, signal, this.#clock, this.#disposal.signal);
    if (call.stop !== undefined) return notBegun(call, call.stop, lane);
    try {
      if (lane === "worker") return await this.#workers.run(this.#prepared, call);
      const pool = (this.#pool ??= new InstancePool(this.#prepared, this.#clock));
      const instance = pool.take();
      return lane === "inline" ? this.#runInline(pool, instance, call) : await this.#runSuspended(pool, instance, call);
    } catch (error) {
      // There was no room for another instance, which is the machine's state and no mistake of the caller's.
      const stop = startStop(error);
      if (stop === undefined) throw error;
      return notBegun(call, stop, lane);
    } finally {
      call.close();
    }
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal.abort();
    this.#pool = undefined;
    this.#onDispose();
    await this.#workers.forget(this.#prepared);
  }

  #runInline(pool: InstancePool, instance: GuestInstance, call: CallState): CallReport {
    try {
      return reportOf(call, instance.run(call), instance, "inline");
    } finally {
      pool.give(instance);
    }
  }

  async #runSuspended(pool: InstancePool, instance: GuestInstance, call: CallState): Promise<CallReport> {
    try {
      return reportOf(call, await instance.runSuspended(call), instance, "suspended");
    } finally {
      pool.give(instance);
    }
  }

  #laneFor(fuel: number): Lane {
    if (this.#forcedLane !== undefined) return this.#forcedLane;
    const { summary, limits, snapshot } = this.#prepared;
    return chooseLane({
      fuel,
      initFuel: snapshot === undefined ? limits.initFuel : 0,
      maxInlineFuel: limits.maxInlineFuel,
      maxMemoryBytes: limits.maxMemoryBytes,
      lostInstances: this.#pool?.lost ?? 0,
      hasColdCode: summary.hasColdCode,
      waits: this.#waits,
      canSuspend: wasm.Suspending !== undefined,
    });
  }
}

function reportOf(call: CallState, stop: Stop, instance: GuestInstance, lane: Lane): CallReport {
  return {
    stop,
    fuelUsed: instance.fuelUsed(call),
    peakMemoryBytes: instance.memory.bytes.length,
    wallMs: call.wallMs,
    hostCalls: call.hostCalls,
    lane,
  };
}

function notBegun(call: CallState, stop: Stop, lane: Lane): CallReport {
  return { stop, fuelUsed: 0, peakMemoryBytes: 0, wallMs: call.wallMs, hostCalls: {}, lane };
}
