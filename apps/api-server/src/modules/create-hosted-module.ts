import { parseProjectId } from "@cordon/core";
import { createPluginModule, kernelError, type Module } from "@cordon/kernel";
import { type PluginHost, pluginError, type PluginState } from "@cordon/plugin-runtime";
import { serverError } from "../errors.ts";

/** Which plugin of which project is the module. */
export interface HostedModuleOptions {
  readonly id: string;
  /** The project's id and the plugin's, with a dot between them. */
  readonly entry: string;
  readonly host: PluginHost;
}

const MAX_REASON = 500;

/**
 * A module that is a plugin of a project. It runs while the plugin is active, and neither enables nor disables it: that is its project's to say. A refusal
 * of the plugin rejects with `server/plugin-refused`. Throws `kernel/load-failed` for an entry that names no plugin.
 */
export function createHostedModule({ id, entry, host }: HostedModuleOptions): Module {
  const target = targetOf(id, entry);
  const { scope, pluginId } = target;
  const principalId = `module.${id}`;
  const stateOf = async (signal: AbortSignal): Promise<PluginState> => (await host.get(target, signal)).state;
  return createPluginModule({
    id,
    async enable(signal) {
      const state = await stateOf(signal);
      if (state !== "active") throw pluginError("plugin/not-active", { pluginId, state });
    },
    async invoke({ operation, input, traceparent }, signal) {
      // Made for this call alone: whoever holds on to it after that holds nothing more.
      const grant = host.allowInvoke({ scope, principalId, plugins: [pluginId] });
      try {
        const request = { grant, pluginId, operation, input };
        const { output } = await host.invoke(traceparent === undefined ? request : { ...request, traceparent }, signal);
        if (output.kind === "value") return output.value;
        throw serverError("server/plugin-refused", { reason: output.reason.slice(0, MAX_REASON).toWellFormed() });
      } finally {
        grant.revoke();
      }
    },
    async health(signal) {
      const state = await stateOf(signal);
      return state === "active" ? { healthy: true } : { healthy: false, detail: `The plugin is ${state}.` };
    },
  });
}

// A project's id has no dot, so the first one ends it.
function targetOf(moduleId: string, entry: string): { readonly scope: string; readonly pluginId: string } {
  const dot = entry.indexOf(".");
  const scope = parseProjectId(entry.slice(0, Math.max(dot, 0)));
  const pluginId = entry.slice(dot + 1);
  if (scope !== undefined && pluginId !== "") return { scope, pluginId };
  const problem = "its entry is not a project's id and a plugin's with a dot between them";
  throw kernelError("kernel/load-failed", { moduleId, problem });
}
