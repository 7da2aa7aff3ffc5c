import { AppError, type JsonObject } from "@cordon/core";
import { createBulkhead } from "@cordon/resilience";
import { checkGrants, missingGrant } from "../capabilities/check-grants.ts";
import { deletePluginData } from "../capabilities/plugin-data.ts";
import { pluginError } from "../errors.ts";
import type { PluginHost, PluginTarget } from "../plugin-host.ts";
import type { PluginSlot } from "../plugin-slot.ts";
import { failureOf } from "./activate-plugin.ts";
import { createInstaller } from "./create-installer.ts";
import { createPluginCode } from "./plugin-code.ts";
import { digestsOf, type PluginRecord, type PluginState, versionOf } from "./plugin-record.ts";
import { createPluginRecords } from "./plugin-records.ts";
import { createPluginSlots, type PluginSlotsOptions } from "./plugin-slots.ts";

/** The part of a host's operations that the registry answers. */
export type RegistryOperations = Pick<
  PluginHost,
  "start" | "install" | "list" | "get" | "grant" | "enable" | "disable" | "upgrade" | "rollback" | "uninstall"
>;

/** Which plugins there are, and where those that are active run. */
export interface PluginRegistry {
  readonly operations: RegistryOperations;
  /** Throws `plugin/not-active`. */
  readonly slotOf: (scope: string, pluginId: string) => PluginSlot;
  readonly dispose: () => Promise<void>;
}

const NEVER = new AbortController().signal;

type Step = (record: PluginRecord) => PluginRecord | Promise<PluginRecord>;

/** Makes a registry. Nothing runs before `start`. */
export function createPluginRegistry(options: PluginSlotsOptions): PluginRegistry {
  const { clock, logger, storage, audit } = options;
  const records = createPluginRecords(storage);
  const slots = createPluginSlots(options);
  // What changes one plugin takes turns; what changes another does not wait for it.
  const turns = createBulkhead({ maxRunning: 1, maxWaiting: 100 });
  const code = createPluginCode({ artifacts: options.artifacts, records, turns });

  const note = ({ scope, pluginId, principalId }: PluginTarget, action: string, detail: JsonObject): void =>
    audit.append({ at: clock.now(), scope, pluginId, actor: principalId, action, outcome: "allowed", detail });
  const inTurn = <Result>(target: PluginTarget, act: () => Promise<Result>, signal: AbortSignal): Promise<Result> =>
    turns.run(`${target.scope}/${target.pluginId}`, act, signal);

  /** Reads a record, takes a step, and keeps what it came to. */
  const change = (target: PluginTarget, action: string, step: Step, signal: AbortSignal): Promise<PluginRecord> =>
    inTurn(
      target,
      async () => {
        const { record, revision } = await records.get(target.scope, target.pluginId, signal);
        const next = await step(record);
        // What was done is kept, whether or not anybody still waits for it.
        await records.put(next, revision, NEVER);
        note(target, action, { version: next.current, state: next.state });
        return next;
      },
      signal,
    );
  /** The one path to an active plugin, at boot and later. */
  const activated = async (record: PluginRecord, signal: AbortSignal): Promise<PluginRecord> => {
    try {
      await slots.activate(record, signal);
      return { ...record, state: "active", failure: undefined };
    } catch (error) {
      const { scope, pluginId, current } = record;
      logger.log("warn", "plugin could not be activated", { scope, pluginId, version: current, error });
      return { ...record, state: "failed", failure: failureOf(error, current, clock.now()) };
    }
  };
  const switched = async (record: PluginRecord, version: string, signal: AbortSignal): Promise<PluginRecord> => {
    const { scope, pluginId, current } = record;
    if (version === current) return record;
    const next: PluginRecord = { ...record, current: version, previous: current, failure: undefined };
    if (versionOf(record, version) === undefined) throw pluginError("plugin/version-not-found", { pluginId, version });
    if (slots.find(scope, pluginId) !== undefined) {
      await slots.upgrade(record, version, signal);
      return { ...next, state: "active" };
    }
    return record.isEnabled ? activated(next, signal) : { ...next, state: restingState(next) };
  };
  /** Switches; where that fails, keeps the reason beside the version that goes on, and throws it. */
  const switchVersion = async (
    target: PluginTarget,
    action: string,
    pick: (record: PluginRecord) => string,
    signal: AbortSignal,
  ): Promise<PluginRecord> => {
    const failures: unknown[] = [];
    const switchOrKeep: Step = async (record) => {
      const version = pick(record);
      try {
        return await switched(record, version, signal);
      } catch (error) {
        failures.push(error);
        return { ...record, failure: failureOf(error, version, clock.now()) };
      }
    };
    const kept = await change(target, action, switchOrKeep, signal);
    if (failures.length > 0) throw failures[0];
    return kept;
  };

  /** Activates what is still wanted when its turn comes. */
  const startOne = async (target: PluginTarget, signal: AbortSignal): Promise<void> => {
    const step: Step = (record) => (record.isEnabled ? activated(record, signal) : record);
    await change(target, "start", step, signal).catch((error: unknown) => {
      // It was uninstalled meanwhile.
      if (!AppError.is(error) || error.code !== "plugin/not-found") throw error;
    });
  };

  const operations: RegistryOperations = {
    install: createInstaller({ ...options, records, turns, code }),
    async start(signal) {
      for (const { scope, pluginId, isEnabled } of await records.list(undefined, signal)) {
        if (isEnabled) await startOne({ scope, pluginId, principalId: "host" }, signal);
      }
    },
    list: (scope, signal) => records.list(scope, signal),
    get: async ({ scope, pluginId }, signal) => (await records.get(scope, pluginId, signal)).record,
    grant(target, granted, signal) {
      const regrant: Step = (record) => {
        const manifest = versionOf(record, record.current)?.manifest;
        if (manifest !== undefined) checkGrants(manifest, granted, options.egress);
        const next = { ...record, granted };
        slots.regrant(next);
        return record.state === "active" ? next : { ...next, state: restingState(next) };
      };
      return change(target, "grant", regrant, signal);
    },
    enable: (target, signal) =>
      change(target, "enable", (record) => activated({ ...record, isEnabled: true }, signal), signal),
    disable(target, signal) {
      const rest: Step = async (record) => {
        await slots.deactivate(target.scope, target.pluginId);
        return { ...record, isEnabled: false, state: restingState(record), failure: undefined };
      };
      return change(target, "disable", rest, signal);
    },
    upgrade: (target, version, signal) => switchVersion(target, "upgrade", () => version, signal),
    rollback: (target, signal) => switchVersion(target, "rollback", previousOf, signal),
    async uninstall(target, signal) {
      const gone = await inTurn(
        target,
        async () => {
          const { record, revision } = await records.get(target.scope, target.pluginId, signal);
          await slots.deactivate(target.scope, target.pluginId);
          await deletePluginData({ storage, ...target }, signal);
          await records.delete(record, revision, signal);
          note(target, "uninstall", { version: record.current });
          return record;
        },
        signal,
      );
      // After its turn: who installs holds the turn of the code while it waits for that of the plugin.
      await code.forget(digestsOf(gone));
    },
  };
  return {
    operations,
    slotOf(scope, pluginId) {
      const slot = slots.find(scope, pluginId);
      if (slot === undefined) throw pluginError("plugin/not-active", { pluginId, state: "not running" });
      return slot;
    },
    dispose: slots.dispose,
  };
}

/** The state of a plugin that is not wanted. */
function restingState(record: PluginRecord): PluginState {
  const manifest = versionOf(record, record.current)?.manifest;
  return manifest === undefined || missingGrant(manifest, record.granted) !== undefined ? "installed" : "configured";
}

function previousOf({ pluginId, previous }: PluginRecord): string {
  if (previous === undefined) throw pluginError("plugin/no-previous-version", { pluginId });
  return previous;
}
