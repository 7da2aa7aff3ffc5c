import type { MessagePort } from "node:worker_threads";
import type { AppErrorInit } from "@cordon/core";
import type { HostFunction, HostValue } from "../host-function.ts";
import type { PreparedComponent, PreparedModule } from "../instance/prepared-module.ts";
import type { Snapshot } from "../instance/snapshot.ts";
import type { PrepareOrder, ReadyModule } from "../prepare-module.ts";
import type { Stop } from "../stop.ts";

/**
 * What a worker gets at its start: the port on which all that it is told arrives, and the flag that wakes it. It sleeps on the flag and
 * not in its event loop, which takes half the time of a short call.
 */
export interface WorkerStart {
  readonly inbox: MessagePort;
  readonly wake: SharedArrayBuffer;
}

/** A guest as it crosses to a worker: host functions without what they do. */
export type SentGuest = SentModule | Sent<PreparedComponent>;
export type SentModule = Sent<PreparedModule>;

type Sent<Prepared> = Omit<Prepared, "hostFunctions"> & {
  readonly hostFunctions: readonly Omit<HostFunction, "run">[];
};

/** To a worker: something to do, or the answer to a host call. Why a host call failed stays with the host. */
export type ToWorker =
  | { readonly kind: "answer"; readonly ok: true; readonly value: HostValue | undefined }
  | { readonly kind: "answer"; readonly ok: false }
  | { readonly kind: "prepare"; readonly order: PrepareOrder }
  | { readonly kind: "initialise"; readonly prepared: SentModule; readonly timeoutMs: number }
  | { readonly kind: "load"; readonly guest: number; readonly prepared: SentGuest }
  | { readonly kind: "forget"; readonly guest: number }
  | {
      readonly kind: "call";
      readonly guest: number;
      readonly operation: string;
      readonly method: Uint8Array | undefined;
      readonly input: Uint8Array;
      readonly fuel: number;
      readonly timeoutMs: number;
    };

/** From a worker: what became of a module, the state it begins with, whether a guest could be loaded, how a call ended, or which host function it waits for. */
export type FromWorker =
  | { readonly kind: "ready"; readonly ready: ReadyModule }
  | { readonly kind: "unfit"; readonly error: AppErrorInit }
  | { readonly kind: "initialised"; readonly snapshot: Snapshot }
  | { readonly kind: "start-stopped"; readonly stop: Stop }
  | { readonly kind: "loaded"; readonly stop: Stop | undefined }
  | { readonly kind: "ended"; readonly report: WorkerReport }
  | { readonly kind: "host"; readonly index: number; readonly values: readonly HostValue[] };

/** The answer to a host call. */
export type HostAnswer = Extract<ToWorker, { readonly kind: "answer" }>;

/** What a worker knows of a call that ended. */
export interface WorkerReport {
  readonly stop: Stop;
  readonly fuelUsed: number;
  readonly peakMemoryBytes: number;
  readonly hostCalls: Readonly<Record<string, number>>;
}
