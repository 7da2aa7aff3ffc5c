import { coreError } from "@cordon/core";
import type { ModuleManifest } from "./manifest/module-manifest.ts";
import { parseModuleManifest } from "./manifest/parse-module-manifest.ts";
import type { Module } from "./module.ts";
import { kernelModuleError } from "./module-errors.ts";
import { openModule, type OpenModule } from "./open-module.ts";
import type { ModuleHealthReport, ModuleManager, ModuleStatus } from "./module-manager.ts";
import { MODULE_MANAGER_DEFAULTS, type ModuleManagerOptions } from "./module-manager-options.ts";
import { startOrder } from "./start-order.ts";
import { withAll } from "./with-all.ts";
import { orAborted } from "./within.ts";

const NEVER = new AbortController().signal;

/** Makes a manager without modules. */
export function createModuleManager(options: ModuleManagerOptions): ModuleManager {
  const { maxCalls = MODULE_MANAGER_DEFAULTS.maxCalls } = options;
  if (!Number.isSafeInteger(maxCalls) || maxCalls < 1)
    throw new RangeError(`maxCalls must be a whole number from 1, and is ${String(maxCalls)}.`);
  const modules = new Map<string, OpenModule>();
  let disposing: Promise<void> | undefined;

  const requireOpen = (): void => {
    if (disposing !== undefined) throw kernelModuleError("kernel/closed", {});
  };
  const find = (moduleId: string): OpenModule => {
    const found = modules.get(moduleId);
    if (found === undefined) throw kernelModuleError("kernel/module-not-found", { moduleId });
    return found;
  };
  const checkDependencies = (moduleId: string): void => {
    for (const dependency of dependenciesOf(find(moduleId).manifest)) {
      const needed = modules.get(dependency);
      if (needed === undefined) throw kernelModuleError("kernel/missing-dependency", { path: [moduleId, dependency] });
      const { state } = needed.slot;
      if (state !== "running")
        throw kernelModuleError("kernel/dependency-not-running", { moduleId, dependency, state });
    }
  };
  const neededBy = (moduleId: string): readonly string[] => dependenciesOf(find(moduleId).manifest);
  const dependentsOf = (moduleId: string): readonly OpenModule[] =>
    [...modules.values()].filter(({ manifest }) => dependenciesOf(manifest).includes(moduleId));
  const activeDependentsOf = (moduleId: string): readonly string[] =>
    dependentsOf(moduleId)
      .filter(({ slot }) => slot.state === "starting" || slot.state === "running" || slot.state === "stopping")
      .map(({ manifest }) => manifest.id);

  const stopOne = async (moduleId: string, cascade: boolean): Promise<void> => {
    const { slot } = find(moduleId);
    if (cascade) for (const each of activeDependentsOf(moduleId)) await stopOne(each, true);
    // Asked again after every wait: one that started meanwhile must not lose what it depends on.
    const dependents = activeDependentsOf(moduleId);
    if (dependents.length > 0) throw kernelModuleError("kernel/has-dependents", { moduleId, dependents });
    await slot.stop();
  };
  const manifests = (): readonly ModuleManifest[] => [...modules.values()].map(({ manifest }) => manifest);
  const stopAll = (): Promise<void> =>
    withAll(
      "stop",
      orderOf(manifests()).toReversed(),
      (moduleId) => dependentsOf(moduleId).map(({ manifest }) => manifest.id),
      (moduleId) => stopOne(moduleId, false),
    );
  const unload = (moduleId: string): void => {
    const { slot, responder } = find(moduleId);
    slot.close();
    responder[Symbol.dispose]();
    modules.delete(moduleId);
  };
  const disposeAll = async (): Promise<void> => {
    await stopAll().catch((error: unknown) => {
      options.logger.log("error", "Not all modules could be stopped before the kernel was closed.", { error });
    });
    for (const moduleId of modules.keys()) unload(moduleId);
  };

  const manager: ModuleManager = {
    load(module: Module, given) {
      requireOpen();
      const manifest = parseModuleManifest(given);
      checkIdentity(module, manifest, options.bus.name);
      if (modules.has(manifest.id)) throw kernelModuleError("kernel/already-loaded", { moduleId: manifest.id });
      // Found out now: a circle is closed by the last of its modules that is loaded.
      orderOf([...manifests(), manifest]);
      modules.set(manifest.id, openModule({ ...options, maxCalls, module, manifest, manager, checkDependencies }));
    },
    unload(moduleId) {
      requireOpen();
      unload(moduleId);
    },
    async start(moduleId, signal = NEVER) {
      requireOpen();
      requireWanted(signal);
      const { slot } = find(moduleId);
      await orAborted(slot.start(), signal);
    },
    async stop(moduleId, signal = NEVER, { cascade = false } = {}) {
      requireOpen();
      requireWanted(signal);
      await orAborted(stopOne(moduleId, cascade), signal);
    },
    async startAll(signal = NEVER) {
      requireOpen();
      requireWanted(signal);
      const startOne = async (moduleId: string): Promise<void> => {
        requireOpen();
        await find(moduleId).slot.start();
      };
      await orAborted(withAll("start", orderOf(manifests()), neededBy, startOne), signal);
    },
    async stopAll(signal = NEVER) {
      requireOpen();
      requireWanted(signal);
      await orAborted(stopAll(), signal);
    },
    async invoke(request, signal = NEVER) {
      requireOpen();
      requireWanted(signal);
      return find(request.moduleId).call(request, signal);
    },
    state: (moduleId) => find(moduleId).slot.state,
    status: (moduleId) => statusOf(find(moduleId)),
    list: () => [...modules.values()].map(statusOf),
    async health(moduleId, signal = NEVER): Promise<ModuleHealthReport> {
      requireOpen();
      requireWanted(signal);
      const { slot, health } = find(moduleId);
      const found = slot.running === undefined ? { healthy: false } : await orAborted(health(signal), signal);
      return { moduleId, state: slot.state, ...found, healthy: found.healthy && slot.state === "running" };
    },
    [Symbol.asyncDispose]() {
      disposing ??= disposeAll();
      return disposing;
    },
  };
  return manager;
}

function dependenciesOf({ dependsOn = [] }: ModuleManifest): readonly string[] {
  return dependsOn;
}

function orderOf(manifests: readonly ModuleManifest[]): readonly string[] {
  return startOrder(new Map(manifests.map((each) => [each.id, dependenciesOf(each)])));
}

// A module under the kernel's own name would speak in it.
function checkIdentity(module: Module, { id }: ModuleManifest, kernelName: string): void {
  const issues = [
    ...(module.id === id ? [] : [{ pointer: "/id", message: "must be the id of the module that it is loaded with" }]),
    ...(id === kernelName ? [{ pointer: "/id", message: "is the kernel's own name" }] : []),
  ];
  if (issues.length > 0) throw kernelModuleError("kernel/invalid-manifest", { issues });
}

function statusOf({ manifest, slot, capabilities }: OpenModule): ModuleStatus {
  const { id, version, kind, dependsOn = [] } = manifest;
  const { state, failure, isRestarting } = slot;
  return Object.freeze({
    moduleId: id,
    version,
    kind,
    state,
    dependsOn,
    capabilities,
    isRestarting,
    ...(failure === undefined ? {} : { failure: { code: failure.code, message: failure.message } }),
  });
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw coreError("core/aborted", {});
}
