import { coreError, type LogFields } from "@cordon/core";
import { answerCommands } from "./answer-commands.ts";
import { capabilityOverlap } from "./capability-overlap.ts";
import type { ModuleState } from "./lifecycle.ts";
import type { ModuleManifest } from "./manifest/module-manifest.ts";
import { moduleSettings } from "./manifest/module-settings.ts";
import type { Module, ModuleHealth } from "./module.ts";
import { type CallModule, createModuleCalls } from "./module-calls.ts";
import { kernelModuleError } from "./module-errors.ts";
import { approvedFor, configFor } from "./module-approval.ts";
import { checkHealth, watchHealth } from "./module-health.ts";
import { ModuleLife } from "./module-life.ts";
import type { ModuleManager } from "./module-manager.ts";
import type { ModuleManagerOptions } from "./module-manager-options.ts";
import { ModuleSlot } from "./module-slot.ts";
import { createRestartBudget } from "./restart-policy.ts";
import { within } from "./within.ts";

/** What is known of a module that is loaded. */
export interface OpenModule {
  readonly manifest: ModuleManifest;
  readonly slot: ModuleSlot;
  readonly call: CallModule;
  readonly health: (signal: AbortSignal) => Promise<ModuleHealth>;
  readonly capabilities: readonly string[];
  readonly responder: Disposable;
}

/** What a module is opened with. */
export interface OpenModuleOptions extends ModuleManagerOptions {
  readonly maxCalls: number;
  readonly module: Module;
  readonly manifest: ModuleManifest;
  readonly manager: ModuleManager;
  /** Throws where the module may not start now. */
  readonly checkDependencies: (moduleId: string) => void;
}

const CONTROL_COMMANDS = 32;

/** Puts a module into a slot and has it answer on the bus. */
export function openModule(options: OpenModuleOptions): OpenModule {
  const { module, manifest, manager, bus, clock, logger, random, maxCalls } = options;
  const moduleId = manifest.id;
  const settings = moduleSettings(manifest, options.ceilings);
  const { restart, stopTimeoutMs, startTimeoutMs, invokeTimeoutMs: timeoutMs } = settings;
  const budget = createRestartBudget(restart, random);
  const approved = approvedFor(options);
  const capabilities = Object.freeze(capabilityOverlap(manifest.capabilities ?? [], approved));
  const checking = { module, policy: settings.health, clock };
  const log = (level: "error" | "warn", message: string, fields?: LogFields): void =>
    logger.log(level, message, { ...fields, moduleId });

  const startModule = async (life: ModuleLife): Promise<void> => {
    const late = (): Error => kernelModuleError("kernel/start-timeout", { moduleId, timeoutMs: startTimeoutMs });
    await within({ clock, timeoutMs: startTimeoutMs, signal: life.signal, late }, async (signal) => {
      const config = await configFor(options, approved, signal);
      // The deadline may have come meanwhile, and then it must not even begin.
      if (signal.aborted) throw coreError("core/aborted", {});
      await module.start(life.context(config), signal);
    });
  };
  const slot: ModuleSlot = new ModuleSlot(moduleId, {
    checkReady: () => options.checkDependencies(moduleId),
    openLife(onEnd) {
      const life: ModuleLife = new ModuleLife({
        module,
        bus,
        clock,
        logger,
        stopTimeoutMs,
        capabilities,
        onEnd: (error) => onEnd(life, error),
      });
      return life;
    },
    startModule,
    onChange(state, from) {
      announce(options, state);
      try {
        options.onChange?.({ manifest, from, state });
      } catch (error) {
        log("error", "What hears of modules failed.", { error });
      }
    },
    onRunning(life) {
      const onUnhealthy = (failures: number): void =>
        slot.fail(life, kernelModuleError("kernel/unhealthy", { moduleId, failures }));
      void watchHealth(checking, life, onUnhealthy);
    },
    restartIn(reason) {
      const isWanted = restart.policy === "always" || (restart.policy === "on-failure" && reason === "failed");
      const delayMs = isWanted ? budget.next(clock.elapsed()) : undefined;
      if (isWanted && delayMs === undefined) log("error", "A module was started again too often and is left as it is.");
      return delayMs;
    },
    resetRestarts: budget.reset,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    log: (level, message, error) => logger.log(level, message, { moduleId, error }),
  });
  return {
    manifest,
    slot,
    capabilities,
    call: createModuleCalls({ module, slot, clock, logger, timeoutMs, maxCalls }),
    health: (signal) => checkHealth(checking, signal),
    // More than calls can take: who asks for its state, or to have it stopped, does not wait behind a flood of them.
    responder: bus.respond(
      { name: moduleId, concurrency: maxCalls + CONTROL_COMMANDS },
      answerCommands({ moduleId, manager }),
    ),
  };
}

/** Tells the bus, at once and so in order. Nobody waits for subscribers: one that is slow must not hold up a module. */
function announce({ bus, logger, manifest }: OpenModuleOptions, state: ModuleState): void {
  if (state !== "running" && state !== "stopped") return;
  const type = state === "running" ? "module_started" : "module_stopped";
  const event = { type, moduleId: manifest.id } as const;
  bus.publish({ message: { kind: "event", event } }).catch((error: unknown) => {
    logger.log("warn", "A change of a module could not be announced.", { moduleId: manifest.id, error });
  });
}
