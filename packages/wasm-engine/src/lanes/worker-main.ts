// What runs in a worker: instances of guests, one call at a time. Host functions are asked of the host's thread.
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { AppError, type Clock } from "@cordon/core";
import type { HostFunction, HostValue } from "../host-function.ts";
import { CallState } from "../instance/call-state.ts";
import { createRunnableComponent } from "../component/runnable-component.ts";
import { initialSnapshot, startStop } from "../instance/initialise-instance.ts";
import { createRunnableModule } from "../instance/runnable-module.ts";
import type { RunnableGuest } from "../instance/runnable-guest.ts";
import { type PrepareOrder, prepareModule } from "../prepare-module.ts";
import type { Stop } from "../stop.ts";
import type { FromWorker, SentGuest, SentModule, ToWorker, WorkerReport, WorkerStart } from "./worker-messages.ts";

// About 50 microseconds.
const LOOKS = 5_000;
const NEVER = new AbortController().signal;

// A worker measures its calls alone; deadlines with timers are the host's.
const CLOCK: Clock = { now: () => Date.now(), elapsed: () => performance.now(), deadline: noTimers, sleep: noTimers };

// Nobody reads the stacks of what is thrown here but for a guest's own few frames.
Error.stackTraceLimit = 32;

function serve(): never {
  const port = parentPort;
  if (port === null)
    throw new TypeError("This file is what a worker of the WASM engine runs; it does nothing elsewhere.");
  const { inbox, wake } = workerData as WorkerStart;
  const woken = new Int32Array(wake);
  const guests: Guests = new Map();
  const send = (message: FromWorker): void => port.postMessage(message);

  const next = (): ToWorker => {
    for (;;) {
      const received = receiveMessageOnPort(inbox);
      if (received !== undefined) return received.message as ToWorker;
      awaitWake(woken);
    }
  };
  const ask: Ask = (index, values) => {
    send({ kind: "host", index, values });
    const answer = next();
    if (answer.kind !== "answer" || !answer.ok) throw new Error("The host function failed.");
    return answer.value;
  };

  for (;;) {
    const reply = carryOut(next(), guests, ask);
    if (reply !== undefined) send(reply);
  }
}

// Looks for a while before it sleeps: waking a thread up takes longer than a short call.
function awaitWake(woken: Int32Array): void {
  for (let looks = 0; looks < LOOKS && Atomics.load(woken, 0) === 0; looks += 1);
  Atomics.wait(woken, 0, 0);
  Atomics.store(woken, 0, 0);
}

/** Guests by their number: ready, or how their initialisation stopped. */
type Guests = Map<number, RunnableGuest | Stop>;
type Ask = (index: number, values: readonly HostValue[]) => HostValue | undefined;

function carryOut(message: ToWorker, guests: Guests, ask: Ask): FromWorker | undefined {
  switch (message.kind) {
    case "prepare":
      return prepare(message.order);
    case "initialise":
      return initialise(message.prepared, message.timeoutMs);
    case "load":
      return { kind: "loaded", stop: load(guests, message.guest, message.prepared, ask) };
    case "call":
      return { kind: "ended", report: call(guests, message) };
    case "forget":
      guests.delete(message.guest);
      return undefined;
    default:
      throw new TypeError(`Nobody asked for the ${message.kind}.`);
  }
}

function prepare(order: PrepareOrder): FromWorker {
  try {
    return { kind: "ready", ready: prepareModule(order) };
  } catch (error) {
    if (!AppError.is(error)) throw error;
    const { code, kind, retryable, message, details } = error;
    return { kind: "unfit", error: { code, kind, retryable, message, details } };
  }
}

function initialise(prepared: SentModule, timeoutMs: number): FromWorker {
  try {
    const snapshot = initialSnapshot({ ...prepared, hostFunctions: linkable(prepared, askNobody) }, CLOCK, timeoutMs);
    return { kind: "initialised", snapshot };
  } catch (error) {
    const stop = startStop(error);
    if (stop === undefined) throw error;
    return { kind: "start-stopped", stop: withoutCause(stop) };
  }
}

// No host function is to be had before the first call, so that the engine stops a guest which calls one.
function askNobody(): never {
  throw new TypeError("A module called a host function while it was being initialised.");
}

function linkable({ hostFunctions }: SentGuest, ask: Ask): readonly HostFunction[] {
  return hostFunctions.map((each, index) => ({ ...each, waits: false, run: (values) => ask(index, values) }));
}

function load(guests: Guests, guest: number, prepared: SentGuest, ask: Ask): Stop | undefined {
  const hostFunctions = linkable(prepared, ask);
  try {
    const runnable =
      prepared.kind === "module"
        ? createRunnableModule({ ...prepared, hostFunctions }, CLOCK)
        : createRunnableComponent({ ...prepared, hostFunctions });
    guests.set(guest, runnable);
    return undefined;
  } catch (error) {
    const stop = startStop(error);
    if (stop === undefined) throw error;
    guests.set(guest, stop);
    return stop;
  }
}

function call(guests: Guests, message: ToWorker & { readonly kind: "call" }): WorkerReport {
  const guest = guests.get(message.guest);
  if (guest === undefined) throw new TypeError(`The worker was not given guest ${message.guest}.`);
  if ("kind" in guest) return notInitialised(guest);
  const { operation, method, input, fuel, timeoutMs } = message;
  const state = new CallState({ operation, method, input, fuel, timeoutMs, context: undefined }, NEVER, CLOCK);
  try {
    const report = guest.run(state);
    return { ...report, stop: withoutCause(report.stop) };
  } catch (error) {
    const stop = startStop(error);
    if (stop === undefined) throw error;
    return notInitialised(stop);
  }
}

function notInitialised(stop: Stop): WorkerReport {
  return { stop: withoutCause(stop), fuelUsed: 0, peakMemoryBytes: 0, hostCalls: {} };
}

// What is thrown in here says nothing to anybody; the host's thread knows why its function failed.
function withoutCause(stop: Stop): Stop {
  if (stop.kind !== "trapped") return stop;
  const { cause: _cause, ...rest } = stop;
  return rest;
}

function noTimers(): never {
  throw new TypeError("A worker has no timers.");
}

serve();
