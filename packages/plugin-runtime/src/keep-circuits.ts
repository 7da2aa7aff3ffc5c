import type { Clock, JsonObject, Logger, Storage } from "@cordon/core";
import {
  type CircuitBreakerOptions,
  type CircuitSnapshot,
  createCircuitBreaker,
  type KeptCircuitBreaker,
} from "@cordon/resilience";

/** Where circuits are kept, and when they open. */
export interface PluginBreakerOptions extends Omit<CircuitBreakerOptions, "clock" | "restored" | "onChange"> {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
}

const RECORD = { collection: "plugin-circuits", key: "open" } as const;
const NEVER = new AbortController().signal;

/**
 * Makes the breaker of a host, with the circuits that were open when it was last stopped. They are kept in the background when one changes: a kill
 * at that moment loses a change at most, and a circuit too many or too few is found out by its next calls.
 */
export async function openPluginBreaker(
  { storage, clock, logger, ...options }: PluginBreakerOptions,
  signal: AbortSignal,
): Promise<KeptCircuitBreaker> {
  const restored = circuitsIn((await storage.get(RECORD, signal))?.value);
  let isKeeping = false;
  let isStale = false;

  const keep = async (): Promise<void> => {
    if (isKeeping) {
      isStale = true;
      return;
    }
    isKeeping = true;
    try {
      do {
        isStale = false;
        const circuits = breaker.snapshot().map(({ key, reopensAt }) => ({ key, reopensAt }));
        await storage.commit({ changes: [{ ...RECORD, kind: "put", value: { circuits }, expect: "any" }] }, NEVER);
      } while (isStale);
    } catch (error) {
      logger.log("warn", "open circuits could not be kept; after a restart they are closed", { error });
    } finally {
      isKeeping = false;
    }
  };
  const breaker = createCircuitBreaker({ ...options, clock, restored, onChange: () => void keep() });
  return breaker;
}

function circuitsIn(value: JsonObject | undefined): readonly CircuitSnapshot[] {
  return ((value?.["circuits"] ?? []) as unknown as readonly CircuitSnapshot[]).filter(
    ({ key, reopensAt }) => typeof key === "string" && Number.isFinite(reopensAt),
  );
}
