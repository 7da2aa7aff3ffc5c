import type { ProjectService } from "@cordon/core";
import {
  grantPluginRequest,
  pluginListResponse,
  pluginResponse,
  readRequest,
  upgradePluginRequest,
  writeResponse,
} from "@cordon/interface";
import type { GrantedCapabilities, PluginHost, PluginRecord, PluginTarget } from "@cordon/plugin-runtime";
import type { Operation, OperationCall, OperationResult } from "./operation.ts";
import { checkPluginParams, readPluginPath, readScope } from "./plugin-params.ts";
import { pluginToDto, pluginToSummary } from "./plugin-to-dto.ts";

/** What operations of plugins work with. */
export interface PluginOperationOptions {
  readonly projects: ProjectService;
  readonly host: PluginHost;
}

type Act = (target: PluginTarget, call: OperationCall, signal: AbortSignal) => Promise<PluginRecord>;

/** Lists the plugins of a project. */
export function listPluginsOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["id"]);
      const records = await host.list(await readScope(call, projects, signal), signal);
      const list = { items: records.map(pluginToSummary) };
      return { outcome: "ok", body: writeResponse(pluginListResponse, call.version, list) };
    },
  };
}

/** Reads a plugin. */
export function getPluginOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId"]);
      return answered(await host.get(await readPluginPath(call, projects, signal), signal), call);
    },
  };
}

/** Sets what a plugin is granted. */
export function grantPluginOperation(options: PluginOperationOptions): Operation {
  return changing(options, "required", (target, { body, bodyVersion }, signal) => {
    // The host checks what the DTO leaves open, down to the plugin's own schema.
    const granted = readRequest(grantPluginRequest, bodyVersion, body) as GrantedCapabilities;
    return options.host.grant(target, granted, signal);
  });
}

/** Enables a plugin. */
export function enablePluginOperation(options: PluginOperationOptions): Operation {
  return changing(options, "none", (target, _call, signal) => options.host.enable(target, signal));
}

/** Disables a plugin. */
export function disablePluginOperation(options: PluginOperationOptions): Operation {
  return changing(options, "none", (target, _call, signal) => options.host.disable(target, signal));
}

/** Goes over to another version. */
export function upgradePluginOperation(options: PluginOperationOptions): Operation {
  return changing(options, "required", (target, { body, bodyVersion }, signal) => {
    const { version } = readRequest(upgradePluginRequest, bodyVersion, body);
    return options.host.upgrade(target, version, signal);
  });
}

/** Goes back to the version before. */
export function rollbackPluginOperation(options: PluginOperationOptions): Operation {
  return changing(options, "none", (target, _call, signal) => options.host.rollback(target, signal));
}

/** Uninstalls a plugin. */
export function uninstallPluginOperation({ projects, host }: PluginOperationOptions): Operation {
  return {
    access: "token",
    body: "none",
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId"]);
      const path = await readPluginPath(call, projects, signal);
      await host.uninstall({ ...path, principalId: call.principal.id }, untilDone());
      return { outcome: "empty" };
    },
  };
}

function changing({ projects }: PluginOperationOptions, body: Operation["body"], act: Act): Operation {
  return {
    access: "token",
    body,
    async run(call, signal) {
      checkPluginParams(call, ["id", "pluginId"]);
      const path = await readPluginPath(call, projects, signal);
      return answered(await act({ ...path, principalId: call.principal.id }, call, untilDone()), call);
    },
  };
}

/**
 * What is changed is what runs and what is kept of it, one after the other. A caller that goes away must not get in between; each change
 * is bounded in time by the host.
 */
function untilDone(): AbortSignal {
  return new AbortController().signal;
}

function answered(record: PluginRecord, { version }: OperationCall): OperationResult {
  return { outcome: "ok", body: writeResponse(pluginResponse, version, pluginToDto(record)) };
}
