import type { Grant, MessageBus } from "@cordon/bus";
import type { Clock, Logger } from "@cordon/core";
import type { Module, ModuleContext } from "./module.ts";
import { kernelModuleError } from "./module-errors.ts";
import { asError } from "./module-problem.ts";
import { within } from "./within.ts";

/** What a life is made of. */
export interface ModuleLifeOptions {
  readonly module: Module;
  readonly bus: MessageBus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stopTimeoutMs: number;
  /** What the module may do on the bus, as long as it lives. */
  readonly capabilities: readonly string[];
  /** The module says that it is over. Not called once the life is. */
  readonly onEnd: (error: unknown) => void;
}

/**
 * One life of a module: from a start until it is stopped or has failed. What was begun in a life asks `isOver` after every wait, so nothing of
 * an earlier life counts in a later one.
 */
export class ModuleLife {
  readonly #options: ModuleLifeOptions;
  readonly #controller = new AbortController();
  readonly #grants: readonly Grant[];
  readonly #sender: ModuleContext["sender"];
  #stopping: Promise<void> | undefined;

  constructor(options: ModuleLifeOptions) {
    const { bus, module, capabilities } = options;
    this.#options = options;
    this.#grants = grantAll(bus, module.id, capabilities);
    this.#sender = bus.openSender(module.id);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  /** What the module is given. */
  context(config: ModuleContext["config"]): ModuleContext {
    const { module, clock, logger, onEnd } = this.#options;
    return Object.freeze({
      sender: this.#sender,
      config,
      clock,
      signal: this.signal,
      log: (level, message, fields) => {
        if (!this.isOver) logger.log(level, message, { ...fields, moduleId: module.id });
      },
      end: (error) => {
        if (!this.isOver) onEnd(error);
      },
    } satisfies ModuleContext);
  }

  /** Nothing of this life counts from here on: its rights are gone before the module hears of it. */
  end(): void {
    if (this.isOver) return;
    for (const grant of this.#grants) grant.revoke();
    this.#sender.close();
    this.#controller.abort();
  }

  /** Has the module give back what it holds, once. After a failure the next call tries it again. */
  stopModule(): Promise<void> {
    this.#stopping ??= this.#stopOnce().catch((error: unknown) => {
      this.#stopping = undefined;
      throw error;
    });
    return this.#stopping;
  }

  async #stopOnce(): Promise<void> {
    const { module, clock, stopTimeoutMs } = this.#options;
    const moduleId = module.id;
    const late = kernelModuleError("kernel/stop-timeout", { moduleId, timeoutMs: stopTimeoutMs });
    try {
      await within({ clock, timeoutMs: stopTimeoutMs, signal: NEVER, late: () => late }, (signal) =>
        module.stop(signal),
      );
    } catch (error) {
      throw asError(error, moduleId, "kernel/stop-failed");
    }
  }
}

const NEVER = new AbortController().signal;

function grantAll(bus: MessageBus, principal: string, capabilities: readonly string[]): readonly Grant[] {
  const grants: Grant[] = [];
  try {
    for (const capability of capabilities) grants.push(bus.grantCapability(principal, capability));
    return grants;
  } catch (error) {
    // All or none: a life that does not begin leaves no rights behind.
    for (const grant of grants) grant.revoke();
    throw error;
  }
}
