import type { Clock, IdSource, Logger, Storage } from "@cordon/core";
import { type BusAudit, createStorageBusAudit } from "./bus-audit.ts";
import { type ConfigRegistry, createConfigRegistry } from "./config-registry.ts";
import type { ConfigKeyRing } from "./config/config-key-ring.ts";
import { createDecisionLog, type DecisionLog } from "./decision-log.ts";
import { createModuleRegistry, type ModuleRegistry } from "./module-registry.ts";

/** What the kernel's state is kept in. Without keys it keeps no secrets. */
export interface StateRegistryOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly keys?: ConfigKeyRing;
}

/** All that the kernel keeps, in one storage. `audit.flush` before a clean end; everything else is durable when its call resolves. */
export interface StateRegistry {
  readonly modules: ModuleRegistry;
  readonly config: ConfigRegistry;
  readonly decisions: DecisionLog;
  readonly audit: BusAudit;
}

/** Opens the kernel's state. Several processes may have the same one open. */
export function createStateRegistry({ storage, clock, ids, logger, keys }: StateRegistryOptions): StateRegistry {
  return {
    modules: createModuleRegistry({ storage }),
    config: createConfigRegistry({ storage, clock, ...(keys === undefined ? {} : { keys }) }),
    decisions: createDecisionLog({ storage, clock }),
    audit: createStorageBusAudit({ storage, ids, logger }),
  };
}
