import { AppError, type JsonObject, type RecordKey, type Storage } from "@cordon/core";
import type { SandboxUsage } from "./ports/sandbox.ts";

/** What the calls of one plugin used, all together. */
export interface PluginUsage {
  readonly calls: number;
  readonly fuelUsed: number;
  readonly wallMs: number;
  /** The most that one call had. */
  readonly peakMemoryBytes: number;
}

/** Adds up what plugins use, over restarts. */
export interface UsageLedger {
  readonly add: (scope: string, pluginId: string, used: SandboxUsage) => void;
  /** What is kept and what is not kept yet. */
  readonly read: (scope: string, pluginId: string, signal: AbortSignal) => Promise<PluginUsage>;
  /** Keeps what was added. Calls counted since the last time are lost if the process is killed before. */
  readonly flush: (signal: AbortSignal) => Promise<void>;
  readonly forget: (scope: string, pluginId: string, signal: AbortSignal) => Promise<void>;
}

const COLLECTION = "plugin-usage";
const NOTHING: PluginUsage = { calls: 0, fuelUsed: 0, wallMs: 0, peakMemoryBytes: 0 };
const MAX_TRIES = 5;

/** Makes a ledger over storage. */
export function createUsageLedger(storage: Storage): UsageLedger {
  const pending = new Map<string, PluginUsage>();

  const keep = async (key: string, added: PluginUsage, signal: AbortSignal): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const stored = await storage.get(recordKey(key), signal);
      const value = sum(usageOf(stored?.value), added) as unknown as JsonObject;
      const expect = stored === undefined ? "absent" : { revision: stored.revision };
      try {
        await storage.commit({ changes: [{ ...recordKey(key), kind: "put", value, expect }] }, signal);
        return;
      } catch (error) {
        // Another server of the same storage added to it at the same time.
        if (tries === MAX_TRIES || !AppError.is(error) || error.code !== "storage/conflict") throw error;
      }
    }
  };
  return {
    add(scope, pluginId, { fuelUsed, wallMs, peakMemoryBytes }) {
      const key = `${scope}:${pluginId}`;
      pending.set(key, sum(pending.get(key) ?? NOTHING, { calls: 1, fuelUsed, wallMs, peakMemoryBytes }));
    },
    async read(scope, pluginId, signal) {
      const key = `${scope}:${pluginId}`;
      const stored = await storage.get(recordKey(key), signal);
      return sum(usageOf(stored?.value), pending.get(key) ?? NOTHING);
    },
    async flush(signal) {
      for (const [key, added] of pending) {
        pending.delete(key);
        await keep(key, added, signal).catch((error: unknown) => {
          // It is counted again with what comes next.
          pending.set(key, sum(pending.get(key) ?? NOTHING, added));
          throw error;
        });
      }
    },
    async forget(scope, pluginId, signal) {
      const key = `${scope}:${pluginId}`;
      pending.delete(key);
      await storage.commit({ changes: [{ ...recordKey(key), kind: "delete", expect: "any" }] }, signal);
    },
  };
}

function recordKey(key: string): RecordKey {
  return { collection: COLLECTION, key };
}

function sum(a: PluginUsage, b: PluginUsage): PluginUsage {
  return {
    calls: a.calls + b.calls,
    fuelUsed: a.fuelUsed + b.fuelUsed,
    wallMs: a.wallMs + b.wallMs,
    peakMemoryBytes: Math.max(a.peakMemoryBytes, b.peakMemoryBytes),
  };
}

function usageOf(value: JsonObject | undefined): PluginUsage {
  return { ...NOTHING, ...(value as Partial<PluginUsage> | undefined) };
}
