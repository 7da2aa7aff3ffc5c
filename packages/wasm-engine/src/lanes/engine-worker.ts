import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import type { HostFunction } from "../host-function.ts";
import type { PreparedGuest, PreparedModule } from "../instance/prepared-module.ts";
import type { PrepareOrder } from "../prepare-module.ts";
import type { FromWorker, HostAnswer, ToWorker } from "./worker-messages.ts";

// Beside this file, and of its kind: as written, or as built.
const MAIN = new URL(import.meta.url.endsWith(".ts") ? "./worker-main.ts" : "./worker-main.js", import.meta.url);
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
const KEPT_GUESTS = 32;

/** One thread with guests in it. Does one thing at a time; `ask` hands it that thing and says what it answers. */
export class EngineWorker {
  readonly #worker: Worker;
  readonly #inbox: MessagePort;
  readonly #wake: Int32Array;
  readonly #guests = new Map<PreparedGuest, number>();
  #nextGuest = 0;
  #onMessage: ((message: FromWorker) => void) | undefined;
  #onEnd: ((error: Error) => void) | undefined;
  #isDead = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const wake = new SharedArrayBuffer(4);
    this.#inbox = port1;
    this.#wake = new Int32Array(wake);
    // No environment, no arguments, no standard input: a guest's thread has nothing to find.
    this.#worker = new Worker(MAIN, {
      workerData: { inbox: port2, wake },
      transferList: [port2],
      resourceLimits: RESOURCE_LIMITS,
      env: {},
      argv: [],
      execArgv: [],
    });
    this.#worker.on("message", (message: FromWorker) => this.#onMessage?.(message));
    this.#worker.on("error", (error: Error) => this.#ended(error));
    this.#worker.on("exit", () => this.#ended(new Error("The worker ended.")));
    this.#worker.unref();
    port1.unref();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  knows(prepared: PreparedGuest): boolean {
    return this.#guests.has(prepared);
  }

  /** Has a module made ready; the worker answers with `ready` or `unfit`. */
  prepare(order: PrepareOrder): void {
    this.#send({ kind: "prepare", order });
  }

  /** Has a module initialised; the worker answers with `initialised` or `start-stopped`. */
  initialise(prepared: PreparedModule, timeoutMs: number): void {
    this.#send({ kind: "initialise", prepared: { ...prepared, hostFunctions: declared(prepared) }, timeoutMs });
  }

  /** Gives the worker a guest; it answers with `loaded`. The one that was given longest ago is forgotten if there are many. */
  load(prepared: PreparedGuest): void {
    for (const oldest of this.#guests.keys()) {
      if (this.#guests.size < KEPT_GUESTS) break;
      this.forget(oldest);
    }
    const guest = this.#nextGuest++;
    this.#guests.set(prepared, guest);
    this.#send({ kind: "load", guest, prepared: { ...prepared, hostFunctions: declared(prepared) } });
  }

  forget(prepared: PreparedGuest): void {
    const guest = this.#guests.get(prepared);
    if (guest === undefined) return;
    this.#guests.delete(prepared);
    this.#send({ kind: "forget", guest });
  }

  call(prepared: PreparedGuest, call: Omit<ToWorker & { readonly kind: "call" }, "kind" | "guest">): void {
    this.#send({ kind: "call", guest: this.#guests.get(prepared) ?? -1, ...call });
  }

  answer(answer: HostAnswer): void {
    this.#send(answer);
  }

  /** Says who hears what the worker answers. While somebody does, the worker keeps the process alive. */
  attend(onMessage: (message: FromWorker) => void, onEnd: (error: Error) => void): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    this.#worker.ref();
  }

  release(): void {
    this.#onMessage = undefined;
    this.#onEnd = undefined;
    this.#worker.unref();
  }

  /** Ends the thread, wherever its guest is. Nobody hears of it any more. */
  async kill(): Promise<void> {
    this.release();
    this.#isDead = true;
    this.#inbox.close();
    await this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#inbox.postMessage(message);
    Atomics.store(this.#wake, 0, 1);
    Atomics.notify(this.#wake, 0);
  }

  #ended(error: Error): void {
    this.#isDead = true;
    this.#onEnd?.(error);
  }
}

// What a host function does stays on the host's thread.
function declared({ hostFunctions }: PreparedGuest): readonly Omit<HostFunction, "run">[] {
  return hostFunctions.map(({ run: _run, ...rest }) => rest);
}
