import { createMessageBus, type MessageBus } from "@cordon/bus";
import {
  type Clock,
  createMemoryLogger,
  createMemoryStorage,
  type IdSource,
  type Logger,
  type Random,
  type Storage,
} from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { readConfigFrom } from "./kernel-config.ts";
import { createModuleRecorder } from "./kernel-records.ts";
import { createModuleManager } from "./modules/create-module-manager.ts";
import type { ModuleManager } from "./modules/module-manager.ts";
import type { ModuleManagerOptions } from "./modules/module-manager-options.ts";
import type { ConfigKeyRing } from "./state/config/config-key-ring.ts";
import { createStateRegistry, type StateRegistry } from "./state/state-registry.ts";

/** What a kernel is made of. Whatever is left out is the machine's own. */
export interface KernelOptions extends Pick<ModuleManagerOptions, "grants" | "ceilings" | "maxCalls"> {
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly random?: Random;
  /** Default: the latest thousand records are kept in memory, where nobody reads them. */
  readonly logger?: Logger;
  /** What encrypts secret configuration. Without it there is none: setting one is refused. */
  readonly keys?: ConfigKeyRing;
  /** What the kernel is called on the bus. Default `kernel`. */
  readonly name?: string;
}

/**
 * A bus, modules on it, and what is kept of both. Who has this object can do everything.
 *
 * - What is done on the bus with authority, and what is denied, is in `state.audit`.
 * - Whether a module is wanted running is in `state.modules` once it has run.
 * - Disposal stops all modules, dependents first, keeps what was noted until then and closes the bus. It is safe twice.
 */
export interface Kernel extends AsyncDisposable {
  readonly bus: MessageBus;
  readonly modules: ModuleManager;
  readonly state: StateRegistry;
  /** Starts all modules that are loaded, each after those that it depends on. */
  readonly start: (signal?: AbortSignal) => Promise<void>;
}

/** Opens kernels. */
export interface KernelFactory {
  /** A kernel that forgets everything when it is disposed. */
  readonly inMemory: (options?: KernelOptions) => Promise<Kernel>;
  /** A kernel on a storage, which stays its opener's: disposing of the kernel leaves it open. */
  readonly open: (storage: Storage, options?: KernelOptions) => Promise<Kernel>;
}

/** Opens kernels: `await using kernel = await Kernel.inMemory()`. */
export const Kernel: KernelFactory = Object.freeze({
  inMemory: (options: KernelOptions = {}): Promise<Kernel> => openKernel(undefined, options),
  open: (storage: Storage, options: KernelOptions = {}): Promise<Kernel> => openKernel(storage, options),
});

/** Puts a kernel together; without a storage, on one of its own. */
async function openKernel(given: Storage | undefined, options: KernelOptions): Promise<Kernel> {
  const { clock = createSystemClock(), random = createSystemRandom(), logger = createMemoryLogger() } = options;
  const { ids = createTimeOrderedIds({ clock, random }), keys, name, ceilings, grants, maxCalls } = options;
  const storage = given ?? createMemoryStorage();
  // A storage that does not answer is found out now, and not by the first module that needs it.
  await storage.check(new AbortController().signal);
  const state = createStateRegistry({ storage, clock, ids, logger, ...(keys === undefined ? {} : { keys }) });
  const bus = createMessageBus({
    clock,
    ids,
    random,
    observer: { onAudit: state.audit.append },
    ...(name === undefined ? {} : { name }),
  });
  const recorder = createModuleRecorder({ registry: state.modules, clock, logger });
  const modules = createModuleManager({
    bus,
    clock,
    logger,
    random,
    readConfig: readConfigFrom(state.config),
    onChange: recorder.onChange,
    ...(ceilings === undefined ? {} : { ceilings }),
    ...(grants === undefined ? {} : { grants }),
    ...(maxCalls === undefined ? {} : { maxCalls }),
  });
  const dispose = async (): Promise<void> => {
    recorder.freeze();
    await modules[Symbol.asyncDispose]();
    await bus[Symbol.asyncDispose]();
    await recorder.flush();
    await state.audit.flush();
    if (given === undefined) await storage[Symbol.asyncDispose]();
  };
  let disposing: Promise<void> | undefined;
  return Object.freeze({
    bus,
    modules,
    state,
    start: (signal?: AbortSignal) => modules.startAll(signal),
    [Symbol.asyncDispose]: () => (disposing ??= dispose()),
  });
}
