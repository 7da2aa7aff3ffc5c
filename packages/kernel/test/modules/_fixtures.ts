import { createMessageBus, type MessageBus, type Received } from "@cordon/bus";
import { createMemoryLogger, type MemoryLogger } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds, type ManualClock } from "@cordon/core/testing";
import { expect } from "vitest";
import { createModuleManager } from "../../src/modules/create-module-manager.ts";
import type { ModuleManifest } from "../../src/modules/manifest/module-manifest.ts";
import type { Module, ModuleContext } from "../../src/modules/module.ts";
import type { ModuleManager } from "../../src/modules/module-manager.ts";
import type { ModuleChange, ModuleManagerOptions } from "../../src/modules/module-manager-options.ts";

/** A manifest of a native module. */
export function manifestOf(id: string, rest: Partial<ModuleManifest> = {}): ModuleManifest {
  return { manifestVersion: "1", id, version: "1.0.0", kind: "native", entry: id, ...rest };
}

/** A bus with a manual clock, and a manager on it whose changes are noted. */
export interface ManagerFixture {
  readonly clock: ManualClock;
  readonly bus: MessageBus;
  readonly logger: MemoryLogger;
  readonly manager: ModuleManager;
  readonly changes: string[];
  /** The announcements on the bus so far. */
  readonly announced: () => Promise<readonly string[]>;
  /** Lets time pass in steps, and what waits for it go on. */
  readonly pass: (ms: number, stepMs?: number) => Promise<void>;
}

export function managerFixture(options: Partial<ModuleManagerOptions> = {}): ManagerFixture {
  const clock = createManualClock();
  const random = createSeededRandom(7);
  const bus = createMessageBus({ clock, random, ids: createSequentialIds() });
  const logger = createMemoryLogger();
  const changes: string[] = [];
  const heard: string[] = [];
  const subscription = bus.subscribe({ topic: "event.>", capacity: 100_000 });
  void subscription.consume((received: Received) => {
    if (received.kind !== "message") return;
    const { message } = received.envelope;
    if (message.kind === "event" && message.event.type.startsWith("module_"))
      heard.push(`${message.event.type.slice(7)} ${(message.event as { readonly moduleId: string }).moduleId}`);
    received.ack();
  });
  const onChange = ({ manifest, from, state }: ModuleChange): void => {
    changes.push(`${manifest.id}: ${from} -> ${state}`);
    options.onChange?.({ manifest, from, state });
  };
  const manager = createModuleManager({ bus, clock, logger, random, ...options, onChange });
  return {
    clock,
    bus,
    logger,
    manager,
    changes,
    async announced() {
      await settle();
      return [...heard];
    },
    async pass(ms, stepMs = ms) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.advance(Math.min(stepMs, ms - passed));
        await settle();
      }
    },
  };
}

/** Lets everything that needs no time come to an end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits for a rejection that is like this. Begin it before what brings it about, and wait for it after. */
export async function rejection(acting: Promise<unknown>, expected: object): Promise<void> {
  await expect(acting).rejects.toMatchObject(expected);
}

/** A module whose every step waits until the test says so. */
export interface ScriptedModule extends Module {
  readonly starts: PromiseWithResolvers<void>[];
  readonly stops: PromiseWithResolvers<void>[];
  readonly calls: PromiseWithResolvers<never>[];
  readonly contexts: ModuleContext[];
}

export function scriptedModule(id: string): ScriptedModule {
  const starts: PromiseWithResolvers<void>[] = [];
  const stops: PromiseWithResolvers<void>[] = [];
  const calls: PromiseWithResolvers<never>[] = [];
  const contexts: ModuleContext[] = [];
  return {
    id,
    starts,
    stops,
    calls,
    contexts,
    start(context) {
      contexts.push(context);
      return waitIn(starts);
    },
    stop: () => waitIn(stops),
    invoke: () => waitIn(calls),
    health: async () => ({ healthy: true }),
  };
}

function waitIn<Value>(list: PromiseWithResolvers<Value>[]): Promise<Value> {
  const waiting = Promise.withResolvers<Value>();
  list.push(waiting);
  return waiting.promise;
}
