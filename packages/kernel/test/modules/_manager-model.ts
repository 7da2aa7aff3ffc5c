import type { ModuleState } from "../../src/modules/lifecycle.ts";
import {
  type ManagerFixture,
  managerFixture,
  manifestOf,
  type ScriptedModule,
  scriptedModule,
  settle,
} from "./_fixtures.ts";

/** What one module is, and what has been asked of it, as the manager's documentation tells it. */
export interface ModelModule {
  state: ModuleState;
  /** Whether a start waits for the stop that is under way. */
  startWaits: boolean;
  /** Whether the life that failed has given back what it held. */
  isReleased: boolean;
}

type Id = "a" | "b";

/** Two modules, of which `b` depends on `a`, and what must be true of them. */
export class ManagerModel {
  readonly modules: Readonly<Record<"a" | "b", ModelModule>> = {
    a: { state: "loaded", startWaits: false, isReleased: false },
    b: { state: "loaded", startWaits: false, isReleased: false },
  };
  readonly announced: string[] = [];

  canStart(id: Id): boolean {
    return id === "a" || this.modules.a.state === "running";
  }

  canStop(id: Id): boolean {
    return id === "b" || !["starting", "running", "stopping"].includes(this.modules.b.state);
  }

  start(id: Id): void {
    const module = this.modules[id];
    if (module.state === "stopping") module.startWaits = true;
    else if (["loaded", "stopped", "failed"].includes(module.state) && this.canStart(id)) module.state = "starting";
  }

  stop(id: Id): void {
    if (!this.canStop(id)) return;
    const module = this.modules[id];
    module.startWaits = false;
    if (module.state === "failed" && module.isReleased) return this.#enterStopped(id);
    if (["starting", "running", "failed"].includes(module.state)) module.state = "stopping";
  }

  startSettled(id: Id, isReady: boolean): void {
    const module = this.modules[id];
    if (module.state !== "starting") return;
    module.state = isReady ? "running" : "failed";
    module.isReleased = false;
    if (isReady) this.announced.push(`started ${id}`);
  }

  stopSettled(id: Id, isDone: boolean): void {
    const module = this.modules[id];
    if (module.state !== "stopping") return;
    module.isReleased = false;
    if (isDone) this.#enterStopped(id);
    else module.state = "failed";
    if (!module.startWaits) return;
    module.startWaits = false;
    this.start(id);
  }

  failed(id: Id): void {
    const module = this.modules[id];
    if (module.state !== "starting" && module.state !== "running") return;
    module.state = "failed";
    module.isReleased = false;
  }

  released(id: Id): void {
    this.modules[id].isReleased = true;
  }

  #enterStopped(id: Id): void {
    this.modules[id].state = "stopped";
    this.announced.push(`stopped ${id}`);
  }
}

/** The real thing: modules whose every step the test settles. */
export interface RealManager extends ManagerFixture {
  readonly scripted: Readonly<Record<"a" | "b", ScriptedModule>>;
  /** What commands came to: none may be left over at the end. */
  readonly pending: Promise<unknown>[];
}

export function realManager(): RealManager {
  const fixture = managerFixture();
  const scripted = { a: scriptedModule("a"), b: scriptedModule("b") };
  fixture.manager.load(scripted.a, manifestOf("a", { startTimeoutMs: 100_000, stopTimeoutMs: 60_000 }));
  fixture.manager.load(
    scripted.b,
    manifestOf("b", { dependsOn: ["a"], startTimeoutMs: 100_000, stopTimeoutMs: 60_000 }),
  );
  return { ...fixture, scripted, pending: [] };
}

/** Settles the step that waits, if one does; steps of lives that are over are settled, too, and must change nothing. */
export async function settleStep(waiting: PromiseWithResolvers<void>[], isWell: boolean): Promise<void> {
  for (const each of waiting.splice(0)) {
    if (isWell) each.resolve();
    else each.reject(new Error("It fails on purpose."));
  }
  await settle();
}
