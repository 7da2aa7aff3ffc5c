import type { Clock, Logger } from "@cordon/core";
import { checkGrants, missingGrant } from "../capabilities/check-grants.ts";
import { type AuthorityOptions, createPluginAuthority } from "../capabilities/create-plugin-authority.ts";
import { pluginError } from "../errors.ts";
import { PluginSlot, type Running } from "../plugin-slot.ts";
import type { RunOptions } from "../run-invocation.ts";
import { type ActivationOptions, activatePlugin } from "./activate-plugin.ts";
import { createHealthCheck } from "./health-check.ts";
import { type PluginRecord, versionOf } from "./plugin-record.ts";
import { upgradeSlot } from "./upgrade-slot.ts";

/** What slots are made of. */
export interface PluginSlotsOptions extends ActivationOptions, AuthorityOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly drainMs: number;
  /** Plugins of one scope. */
  readonly maxPlugins: number;
  readonly runOptions: RunOptions;
}

/** Where the active plugins of a host run. Whoever changes one plugin's slot does so in turn. */
export interface PluginSlots {
  readonly find: (scope: string, pluginId: string) => PluginSlot | undefined;
  /** Loads what a record says is current. One that runs already stays as it is. */
  readonly activate: (record: PluginRecord, signal: AbortSignal) => Promise<void>;
  readonly deactivate: (scope: string, pluginId: string) => Promise<void>;
  /** Goes over to another version of a plugin that runs. Rejects where it goes on with the one before. */
  readonly upgrade: (record: PluginRecord, version: string, signal: AbortSignal) => Promise<void>;
  /** Gives a plugin that runs what its record grants now, calls under way included. */
  readonly regrant: (record: PluginRecord) => void;
  readonly dispose: () => Promise<void>;
}

/** Makes slots, none of them taken. */
export function createPluginSlots(options: PluginSlotsOptions): PluginSlots {
  const { clock, drainMs } = options;
  // By scope, then by plugin: every call looks here, and a name that is made of both would have to be made for each.
  const slots = new Map<string, Map<string, PluginSlot>>();
  const checkHealth = createHealthCheck(clock, options.runOptions);

  const find = (scope: string, pluginId: string): PluginSlot | undefined => slots.get(scope)?.get(pluginId);
  const load = async (record: PluginRecord, version: string, signal: AbortSignal): Promise<Running> => {
    const { scope, pluginId, granted } = record;
    const manifest = versionOf(record, version)?.manifest;
    if (manifest === undefined) throw pluginError("plugin/version-not-found", { pluginId, version });
    const missing = missingGrant(manifest, granted);
    if (missing !== undefined) throw pluginError("plugin/not-configured", { pluginId, missing });
    checkGrants(manifest, granted, options.egress);
    const authority = createPluginAuthority(scope, manifest, granted, options);
    return { plugin: await activatePlugin(manifest, options, signal), authority };
  };
  return {
    find,
    async activate(record, signal) {
      const { scope, pluginId, current } = record;
      if (find(scope, pluginId) !== undefined) return;
      const slot = new PluginSlot(await load(record, current, signal));
      const ofScope = slots.get(scope) ?? new Map<string, PluginSlot>();
      slots.set(scope, ofScope.set(pluginId, slot));
    },
    async deactivate(scope, pluginId) {
      const slot = find(scope, pluginId);
      slots.get(scope)?.delete(pluginId);
      if (slot !== undefined) await retire(slot.running);
    },
    async upgrade(record, version, signal) {
      const slot = find(record.scope, record.pluginId);
      if (slot === undefined)
        throw pluginError("plugin/not-active", { pluginId: record.pluginId, state: record.state });
      const next = await load(record, version, signal);
      try {
        await retire(await upgradeSlot(slot, next, { clock, drainMs, checkHealth }, signal));
      } catch (error) {
        await retire(next);
        throw error;
      }
    },
    regrant({ scope, pluginId, granted }) {
      const slot = find(scope, pluginId);
      if (slot === undefined) return;
      const { plugin, authority: before } = slot.running;
      slot.switchTo({ plugin, authority: createPluginAuthority(scope, plugin.manifest, granted, options) });
      before.http?.revoke();
    },
    async dispose() {
      const taken = [...slots.values()].flatMap((ofScope) => [...ofScope.values()]);
      slots.clear();
      await Promise.all(taken.map((slot) => retire(slot.running)));
    },
  };
}

async function retire({ plugin, authority }: Running): Promise<void> {
  authority.http?.revoke();
  await plugin.sandbox[Symbol.asyncDispose]();
}
