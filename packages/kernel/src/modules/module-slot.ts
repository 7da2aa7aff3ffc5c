import type { AppError, LogLevel } from "@cordon/core";
import { isAtRest, type LifecycleEvent, type ModuleState, transition } from "./lifecycle.ts";
import { kernelModuleError } from "./module-errors.ts";
import type { ModuleLife } from "./module-life.ts";
import { asError } from "./module-problem.ts";

/** What a slot asks of the manager that it is in. */
export interface SlotHost {
  /** Throws where the module may not start now. Called right before it does, with nothing in between. */
  readonly checkReady: () => void;
  readonly openLife: (onEnd: (life: ModuleLife, error: unknown) => void) => ModuleLife;
  /** Has the module make itself ready; rejects with an `AppError`. */
  readonly startModule: (life: ModuleLife) => Promise<void>;
  readonly onChange: (state: ModuleState, from: ModuleState) => void;
  /** The module runs: what looks after it begins. */
  readonly onRunning: (life: ModuleLife) => void;
  /** How long until it is to be started again, or `undefined`. */
  readonly restartIn: (reason: "failed" | "done") => number | undefined;
  readonly resetRestarts: () => void;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (level: LogLevel, message: string, error?: unknown) => void;
}

/**
 * One module in its states. What is asked of it last is what it comes to: a start waits for a stop that is under way and is given up when a
 * stop is asked for after it; several starts, or stops, are one. Nothing is locked: after each wait the slot sees whether its life goes on.
 */
export class ModuleSlot {
  readonly moduleId: string;
  readonly #host: SlotHost;
  #state: ModuleState = "loaded";
  #life: ModuleLife | undefined;
  #failure: AppError | undefined;
  #isWanted = false;
  #starting: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #restart: AbortController | undefined;

  constructor(moduleId: string, host: SlotHost) {
    this.moduleId = moduleId;
    this.#host = host;
  }

  get state(): ModuleState {
    return this.#state;
  }

  /** Why it failed, while it is failed. */
  get failure(): AppError | undefined {
    return this.#state === "failed" ? this.#failure : undefined;
  }

  /** Its life while it runs. */
  get running(): ModuleLife | undefined {
    return this.#state === "running" ? this.#life : undefined;
  }

  /** Whether it will be started again by itself. */
  get isRestarting(): boolean {
    return this.#restart !== undefined;
  }

  async start(): Promise<void> {
    this.#want(true);
    this.#host.resetRestarts();
    while (this.#state === "stopping") {
      await this.#stopping?.catch(() => {});
      if (!this.#isWanted) throw this.#cancelled();
    }
    if (this.#state !== "running") await this.#started();
  }

  async stop(): Promise<void> {
    this.#want(false);
    if (this.#state === "loaded" || this.#state === "stopped") return;
    if (this.#state !== "stopping") this.#stopping = this.#stopped();
    await this.#stopping;
  }

  /** A life that goes on no longer: its module failed. Does nothing for one that is over. */
  fail(life: ModuleLife, error: AppError): void {
    if (life !== this.#life || life.isOver) return;
    this.#failure = error;
    this.#enter("fail");
    life.end();
    this.#host.log("error", "A module failed.", error);
    void life
      .stopModule()
      .catch((cause: unknown) => this.#host.log("warn", "A module that failed did not stop.", cause));
    this.#restartLater("failed");
  }

  /** Ends what waits. Throws `kernel/invalid-transition` for a module that is not at rest. */
  close(): void {
    if (!isAtRest(this.#state))
      throw kernelModuleError("kernel/invalid-transition", { from: this.#state, event: "unload" });
    this.#want(false);
  }

  #want(isWanted: boolean): void {
    this.#isWanted = isWanted;
    this.#restart?.abort();
    this.#restart = undefined;
  }

  #started(): Promise<void> {
    if (this.#state === "starting" && this.#starting !== undefined) return this.#starting;
    this.#host.checkReady();
    const before = this.#life;
    const life = this.#host.openLife((ended, error) => this.#onEnd(ended, error));
    this.#life = life;
    this.#enter("start");
    this.#starting = this.#runStart(life, before);
    return this.#starting;
  }

  async #runStart(life: ModuleLife, before: ModuleLife | undefined): Promise<void> {
    try {
      // What the life before holds is given back first, as far as its module does that in time.
      await before?.stopModule().catch(() => {});
      await this.#host.startModule(life);
    } catch (error) {
      if (life.isOver) throw this.#overBy(life);
      const failure = asError(error, this.moduleId, "kernel/start-failed");
      this.fail(life, failure);
      throw failure;
    }
    if (life.isOver) throw this.#overBy(life);
    this.#enter("started");
    this.#host.onRunning(life);
  }

  async #stopped(): Promise<void> {
    const life = this.#life;
    this.#enter("stop");
    life?.end();
    try {
      await life?.stopModule();
    } catch (error) {
      this.#failure = asError(error, this.moduleId, "kernel/stop-failed");
      this.#enter("fail");
      this.#host.log("error", "A module did not stop.", error);
      throw this.#failure;
    }
    this.#enter("stopped");
  }

  #onEnd(life: ModuleLife, error: unknown): void {
    if (error !== undefined || this.#state !== "running") {
      this.fail(life, asError(error, this.moduleId, "kernel/module-failed"));
      return;
    }
    this.#stopping = this.#stopped();
    this.#stopping.then(
      () => this.#restartLater("done"),
      () => {},
    );
  }

  #restartLater(reason: "failed" | "done"): void {
    const delayMs = this.#isWanted ? this.#host.restartIn(reason) : undefined;
    if (delayMs === undefined) return;
    const waiting = new AbortController();
    this.#restart = waiting;
    this.#host.sleep(delayMs, waiting.signal).then(
      () => this.#tryAgain(waiting),
      () => {},
    );
  }

  async #tryAgain(waiting: AbortController): Promise<void> {
    if (this.#restart !== waiting) return;
    this.#restart = undefined;
    const before = this.#life;
    try {
      await this.#started();
    } catch (error) {
      // A start that began and failed has seen to its own restart.
      if (this.#life !== before) return;
      this.#host.log("warn", "A module could not be started again yet.", error);
      this.#restartLater("failed");
    }
  }

  #enter(event: LifecycleEvent): void {
    const from = this.#state;
    this.#state = transition(from, event);
    this.#host.onChange(this.#state, from);
  }

  // It failed by its own account, or somebody stopped it.
  #overBy(life: ModuleLife): AppError {
    return (life === this.#life ? this.failure : undefined) ?? this.#cancelled();
  }

  #cancelled(): AppError {
    return kernelModuleError("kernel/start-cancelled", { moduleId: this.moduleId });
  }
}
