import { coreError } from "@cordon/core";
import type { PluginAuthority } from "./capabilities/plugin-authority.ts";
import { pluginError } from "./errors.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";

/** What runs in a slot now: a version, and what it may reach. */
export interface Running {
  readonly plugin: LoadedPlugin;
  readonly authority: PluginAuthority;
}

/**
 * Where one plugin of one scope runs. Versions come and go in it; calls do not notice.
 *
 * ```text
 * open   -- hold() ----> held     new calls wait, those under way go on
 * held   -- drained() -> held     nothing runs
 * held   -- release() -> open     the calls that waited meet what runs now
 * ```
 */
export class PluginSlot {
  /** What tells this plugin of this scope from all others. */
  readonly key: string;
  #running: Running;
  #circuits: ReadonlyMap<string, string>;
  #inFlight = 0;
  #gate: PromiseWithResolvers<void> | undefined;
  #onDrained: (() => void) | undefined;

  constructor(running: Running) {
    const { scope, pluginId } = running.authority.identity;
    this.key = `${scope}/${pluginId}`;
    this.#running = running;
    this.#circuits = circuitsOf(running);
  }

  get running(): Running {
    return this.#running;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The name of an operation's circuit. Each version has circuits of its own: a new one does not begin with what the old one did. */
  circuitOf(operation: string): string {
    const circuit = this.#circuits.get(operation);
    if (circuit !== undefined) return circuit;
    throw pluginError("plugin/unknown-operation", { pluginId: this.#running.plugin.manifest.id, operation });
  }

  /** Calls with what runs now. While the slot is held, waits until it is not, or the signal aborts. */
  async use<Result>(act: (running: Running) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    while (this.#gate !== undefined) await orAborted(this.#gate.promise, signal);
    this.#inFlight += 1;
    try {
      return await act(this.#running);
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#onDrained?.();
    }
  }

  /** Lets no call begin until `release`. */
  hold(): void {
    this.#gate ??= Promise.withResolvers();
  }

  /** Resolves when no call is under way, or rejects with `core/aborted`. */
  async drained(signal: AbortSignal): Promise<void> {
    if (this.#inFlight === 0) return;
    const empty = Promise.withResolvers<void>();
    this.#onDrained = empty.resolve;
    try {
      await orAborted(empty.promise, signal);
    } finally {
      this.#onDrained = undefined;
    }
  }

  switchTo(running: Running): void {
    this.#running = running;
    this.#circuits = circuitsOf(running);
  }

  release(): void {
    this.#gate?.resolve();
    this.#gate = undefined;
  }
}

function circuitsOf({ plugin, authority }: Running): ReadonlyMap<string, string> {
  const { scope, pluginId, version } = authority.identity;
  return new Map([...plugin.operations.keys()].map((name) => [name, `${scope}/${pluginId}@${version}/${name}`]));
}

function orAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(coreError("core/aborted", {}));
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void waiting.then(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
