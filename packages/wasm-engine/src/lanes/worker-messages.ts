import type { MessagePort } from "node:worker_threads";
import type { AppErrorInit } from "@cordon/core";
import type { HostFunction, HostValue } from "../host-function.ts";
import type { PreparedModule } from "../instance/prepared-module.ts";
import type { PrepareOrder, ReadyModule } from "../prepare-module.ts";
import type { Stop } from "../stop.ts";

/** What a worker gets at its start: the port on which host functions answer, and the flag that wakes it when one has. */
export interface WorkerStart {
  readonly answers: MessagePort;
  readonly wake: SharedArrayBuffer;
}

/** A prepared module as it crosses to a worker: host functions without what they do. */
export interface SentModule extends Omit<PreparedModule, "hostFunctions"> {
  readonly hostFunctions: readonly Omit<HostFunction, "run">[];
}

/** To a worker. */
export type ToWorker =
  | { readonly kind: "prepare"; readonly order: PrepareOrder }
  | { readonly kind: "load"; readonly guest: number; readonly prepared: SentModule }
  | { readonly kind: "forget"; readonly guest: number }
  | {
      readonly kind: "call";
      readonly guest: number;
      readonly operation: string;
      readonly input: Uint8Array;
      readonly fuel: number;
      readonly timeoutMs: number;
    };

/** From a worker: what became of a module, whether a guest could be initialised, how a call ended, or which host function it waits for. */
export type FromWorker =
  | { readonly kind: "ready"; readonly ready: ReadyModule }
  | { readonly kind: "unfit"; readonly error: AppErrorInit }
  | { readonly kind: "loaded"; readonly stop: Stop | undefined }
  | { readonly kind: "ended"; readonly report: WorkerReport }
  | { readonly kind: "host"; readonly index: number; readonly values: readonly HostValue[] };

/** The answer to a host call. Why it failed stays with the host. */
export type HostAnswer = { readonly ok: true; readonly value: HostValue | undefined } | { readonly ok: false };

/** What a worker knows of a call that ended. */
export interface WorkerReport {
  readonly stop: Stop;
  readonly fuelUsed: number;
  readonly peakMemoryBytes: number;
  readonly hostCalls: Readonly<Record<string, number>>;
}
