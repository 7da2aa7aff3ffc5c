import type { Clock, JsonObject, Logger } from "@cordon/core";
import type { ModuleChange } from "./modules/module-manager-options.ts";
import type { ModuleRegistry } from "./state/module-registry.ts";

/** What keeps the module registry true while modules start and stop. */
export interface ModuleRecorder {
  readonly onChange: (change: ModuleChange) => void;
  /** From here on modules stop because the kernel does, which is nobody's wish for them. */
  readonly freeze: () => void;
  /** Resolves when all that was noted is kept, or could not be. */
  readonly flush: () => Promise<void>;
}

const NEVER = new AbortController().signal;

/**
 * Notes of each module that has run whether it is wanted running or stopped, so that a host can do after a restart what it did before. A module that failed stays
 * wanted. What storage refuses is logged: a module that runs is not stopped for it.
 */
export function createModuleRecorder(options: {
  readonly registry: ModuleRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
}): ModuleRecorder {
  const { registry, clock, logger } = options;
  let isFrozen = false;
  let last: Promise<void> = Promise.resolve();

  const keep = async ({ manifest, state }: ModuleChange): Promise<void> => {
    const { id, kind } = manifest;
    const known = await registry.get({ id }, NEVER);
    const wanted = state === "running" ? "running" : "stopped";
    const addedAt = known?.addedAt ?? clock.now();
    const kept = { id, kind, wanted, addedAt, manifest: manifest as unknown as JsonObject } as const;
    await registry.put(known?.digest === undefined ? kept : { ...kept, digest: known.digest }, NEVER);
  };
  return {
    onChange(change) {
      if (isFrozen || (change.state !== "running" && change.state !== "stopped")) return;
      last = last
        .then(() => keep(change))
        .catch((error: unknown) => {
          logger.log("error", "A change of a module could not be kept.", { moduleId: change.manifest.id, error });
        });
    },
    freeze() {
      isFrozen = true;
    },
    flush: () => last,
  };
}
