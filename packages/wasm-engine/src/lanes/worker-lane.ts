import { AppError, type Clock } from "@cordon/core";
import { wasmError } from "../errors.ts";
import type { CallState } from "../instance/call-state.ts";
import { startStopped } from "../instance/initialise-instance.ts";
import type { PreparedGuest, PreparedModule } from "../instance/prepared-module.ts";
import type { Snapshot } from "../instance/snapshot.ts";
import type { PrepareOrder, ReadyModule } from "../prepare-module.ts";
import type { CallReport, Stop } from "../stop.ts";
import { EngineWorker } from "./engine-worker.ts";
import { FairQueue } from "./fair-queue.ts";
import { serveCall } from "./serve-call.ts";
import type { FromWorker } from "./worker-messages.ts";

/** How many threads there are for guests, and what measures their time. */
export interface WorkerLaneOptions {
  readonly clock: Clock;
  /** How many calls can run on threads of their own at once. Default 2. */
  readonly maxWorkers?: number;
  /** How many calls of one guest may wait for a thread. Guests take turns at it. Default 256. */
  readonly maxWaiting?: number;
}

/** How many threads a pool has, for what. */
interface PoolOptions extends Required<WorkerLaneOptions> {
  /** Whether there is always one thread more than is busy, so that none has to be waited for after a kill. */
  readonly keepsSpare: boolean;
}

export const WORKER_LANE_DEFAULTS: Required<Omit<WorkerLaneOptions, "clock">> = { maxWorkers: 2, maxWaiting: 256 };

/** Runs calls on threads of their own, which are killed where a call does not end by itself. */
export interface WorkerLane extends AsyncDisposable {
  /** Makes a module ready on a thread, which is killed if that takes too long. */
  readonly prepare: (order: PrepareOrder, timeoutMs: number) => Promise<ReadyModule>;
  /** Initialises a module on a thread, which is killed if that takes too long. */
  readonly initialise: (prepared: PreparedModule, timeoutMs: number) => Promise<Snapshot>;
  /** Loads a guest on a thread, to see that it can be; the thread is killed if that takes too long. */
  readonly load: (prepared: PreparedGuest, timeoutMs: number) => Promise<void>;
  readonly run: (prepared: PreparedGuest, call: CallState) => Promise<CallReport>;
  readonly forget: (prepared: PreparedGuest) => Promise<void>;
}

export function createWorkerLane(options: WorkerLaneOptions): WorkerLane {
  const resolved = { ...WORKER_LANE_DEFAULTS, ...options };
  const { maxWorkers, maxWaiting } = resolved;
  for (const [name, value] of Object.entries({ maxWorkers, maxWaiting })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`${name} must be a whole number from 1, and is ${String(value)}.`);
  }
  return new WorkerPool({ ...resolved, keepsSpare: true });
}

/** One thread to make modules ready on, apart from those for calls: a module that takes long to compile holds up no call. */
export function createLoader({ clock }: WorkerLaneOptions): WorkerLane {
  return new WorkerPool({ ...WORKER_LANE_DEFAULTS, clock, maxWorkers: 1, keepsSpare: false });
}

class WorkerPool implements WorkerLane {
  readonly #maxWorkers: number;
  readonly #maxWaiting: number;
  readonly #clock: Clock;
  readonly #keepsSpare: boolean;
  readonly #idle: EngineWorker[] = [];
  readonly #waiting = new FairQueue<(worker: EngineWorker) => void>();
  readonly #ending = new Set<Promise<void>>();
  #busy = 0;
  #isDisposed = false;

  constructor({ clock, maxWorkers, maxWaiting, keepsSpare }: PoolOptions) {
    this.#clock = clock;
    this.#maxWorkers = maxWorkers;
    this.#maxWaiting = maxWaiting;
    this.#keepsSpare = keepsSpare;
  }

  readonly prepare = (order: PrepareOrder, timeoutMs: number): Promise<ReadyModule> =>
    this.#order(
      timeoutMs,
      (worker) => worker.prepare(order),
      (message) => {
        if (message.kind === "ready") return message.ready;
        return message.kind === "unfit" ? new AppError(message.error) : undefined;
      },
    );

  readonly initialise = (prepared: PreparedModule, timeoutMs: number): Promise<Snapshot> =>
    this.#order(
      timeoutMs,
      (worker) => worker.initialise(prepared, timeoutMs),
      (message) => {
        if (message.kind === "initialised") return message.snapshot;
        return message.kind === "start-stopped" ? startStopped(message.stop) : undefined;
      },
    );

  readonly load = async (prepared: PreparedGuest, timeoutMs: number): Promise<void> => {
    await this.#order(
      timeoutMs,
      (worker) => worker.load(prepared),
      (message) => {
        if (message.kind !== "loaded") return undefined;
        return message.stop === undefined ? message : startStopped(message.stop);
      },
    );
  };

  readonly run = async (prepared: PreparedGuest, call: CallState): Promise<CallReport> => {
    const worker = call.stop === undefined ? await this.#acquire(prepared, call.signal) : undefined;
    if (worker === undefined) return notBegun(call);
    const report = await serveCall(worker, prepared, call);
    if ("killed" in report) {
      this.#replace(worker);
      return killed(call, report.killed, prepared);
    }
    this.#release(worker);
    return { ...report, wallMs: call.wallMs, lane: "worker" };
  };

  readonly forget = async (prepared: PreparedGuest): Promise<void> => {
    for (const worker of this.#idle) worker.forget(prepared);
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    for (const worker of this.#idle.splice(0)) this.#kill(worker);
    await Promise.all(this.#ending);
  }

  /** Has one thing done that no call waits for. Its thread is killed if it takes too long: nothing else ends what runs there. */
  async #order<Answer extends object>(
    timeoutMs: number,
    send: (worker: EngineWorker) => void,
    read: (message: FromWorker) => Answer | AppError | undefined,
  ): Promise<Answer> {
    const worker = await this.#acquire(this, undefined);
    if (worker === undefined) throw wasmError("wasm/disposed", {});
    const done = Promise.withResolvers<Answer | AppError>();
    const deadline = this.#clock.deadline(timeoutMs);
    const late = (): void => {
      done.resolve(wasmError("wasm/load-timeout", { loadTimeoutMs: timeoutMs }));
    };
    deadline.signal.addEventListener("abort", late, { once: true });
    const hear = (message: FromWorker): void => {
      const answer = read(message);
      if (answer !== undefined) done.resolve(answer);
    };
    worker.attend(hear, (cause) => done.resolve(threadEnded(cause)));
    try {
      send(worker);
      const answer = await done.promise;
      if (AppError.is(answer)) throw answer;
      return answer;
    } finally {
      deadline.clear();
      if (deadline.expired) this.#replace(worker);
      else this.#release(worker);
    }
  }

  /** A worker that is free, or undefined if there was none before `signal` aborted. Who waits for many lets the others go between. */
  async #acquire(whose: object, signal: AbortSignal | undefined): Promise<EngineWorker | undefined> {
    const idle = this.#takeIdle();
    if (idle !== undefined) return idle;
    const calls = this.#waiting.sizeOf(whose);
    if (calls >= this.#maxWaiting) throw wasmError("wasm/busy", { calls });
    const free = Promise.withResolvers<EngineWorker | undefined>();
    const giveUp = (): void => {
      this.#waiting.delete(whose, free.resolve);
      free.resolve(undefined);
    };
    this.#waiting.add(whose, free.resolve);
    signal?.addEventListener("abort", giveUp, { once: true });
    const worker = await free.promise;
    signal?.removeEventListener("abort", giveUp);
    return worker;
  }

  #takeIdle(): EngineWorker | undefined {
    if (this.#busy >= this.#maxWorkers) return undefined;
    const idle = this.#idle.pop();
    this.#busy += 1;
    const worker = idle?.isDead === false ? idle : new EngineWorker();
    this.#keepSpare();
    return worker;
  }

  #keepSpare(): void {
    if (this.#keepsSpare && this.#idle.length === 0 && !this.#isDisposed) this.#idle.push(new EngineWorker());
  }

  #release(worker: EngineWorker): void {
    worker.release();
    if (worker.isDead || this.#isDisposed) return this.#replace(worker);
    const next = this.#waiting.next();
    if (next !== undefined) return next(worker);
    this.#busy -= 1;
    this.#idle.push(worker);
  }

  #replace(worker: EngineWorker): void {
    this.#kill(worker);
    this.#busy -= 1;
    const next = this.#waiting.next();
    if (next === undefined || this.#isDisposed) return this.#keepSpare();
    const free = this.#takeIdle();
    if (free !== undefined) next(free);
  }

  #kill(worker: EngineWorker): void {
    const ending = worker.kill();
    this.#ending.add(ending);
    void ending.finally(() => this.#ending.delete(ending));
  }
}

function threadEnded(cause: Error): AppError {
  return wasmError("wasm/load-failed", { problem: "the thread that did it ended by itself" }, { cause });
}

function killed(call: CallState, stop: Stop, { limits }: PreparedGuest): CallReport {
  const { request, wallMs, hostCalls } = call;
  return { stop, fuelUsed: request.fuel, peakMemoryBytes: limits.maxMemoryBytes, wallMs, hostCalls, lane: "worker" };
}

function notBegun(call: CallState): CallReport {
  const stop = call.stop ?? { kind: "aborted" };
  return { stop, fuelUsed: 0, peakMemoryBytes: 0, wallMs: call.wallMs, hostCalls: {}, lane: "worker" };
}
