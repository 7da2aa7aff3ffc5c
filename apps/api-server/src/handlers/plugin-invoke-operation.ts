import { AppError } from "@cordon/core";
import { invokePluginRequest, pluginResultResponse, readRequest, writeResponse } from "@cordon/interface";
import { pluginError } from "@cordon/plugin-runtime";
import type { Operation } from "./operation.ts";
import type { PluginOperationOptions } from "./plugin-operations.ts";
import { checkPluginParams, type PluginPath, readPluginPath } from "./plugin-params.ts";

const UNWRITABLE = "it holds what not every format carries, such as a number past 2^53, half a character or 128 levels";

/** Calls an operation of a plugin, on the right to invoke that its caller has by the token. */
export function invokePluginOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "required",
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId", "operation"]);
      const path = await readPluginPath(call, projects, signal);
      const { scope, pluginId } = path;
      const { input } = readRequest(invokePluginRequest, call.bodyVersion, call.body);
      const { operation = "" } = call.params;
      const traceparent = call.metadata["traceparent"];
      // Made for this request alone, and for this plugin: whoever holds on to it after that holds nothing more.
      const grant = host.allowInvoke({ scope, principalId: call.principal.id, plugins: [pluginId] });
      try {
        const request = { grant, pluginId, operation, input };
        const result = await host.invoke(traceparent === undefined ? request : { ...request, traceparent }, signal);
        return {
          outcome: "ok",
          body: writeResponse(pluginResultResponse, call.version, result),
          unwritable: (cause) => pluginError("plugin/bad-output", { pluginId, problem: UNWRITABLE }, { cause }),
        };
      } catch (error) {
        throw await sayWhyNotActive(error, path, signal);
      } finally {
        grant.revoke();
      }
    },
  };

  // The host knows of what runs. Whether there is such a plugin at all, and how far it is, its record says.
  async function sayWhyNotActive(error: unknown, path: PluginPath, signal: AbortSignal): Promise<unknown> {
    if (!AppError.is(error) || error.code !== "plugin/not-active") return error;
    const { state } = await host.get(path, signal);
    return state === "active"
      ? error
      : pluginError("plugin/not-active", { pluginId: path.pluginId, state }, { cause: error });
  }
}
