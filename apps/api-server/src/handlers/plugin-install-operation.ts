import type { ProjectService } from "@cordon/core";
import {
  type InstallPluginV1,
  installPluginRequest,
  pluginResponse,
  readRequest,
  writeResponse,
} from "@cordon/interface";
import type { InstallRequest, PluginHost } from "@cordon/plugin-runtime";
import type { PluginFolders } from "../plugins/plugin-folders.ts";
import type { Operation } from "./operation.ts";
import { checkPluginParams, readScope } from "./plugin-params.ts";
import { pluginToDto } from "./plugin-to-dto.ts";

/** What installing works with. */
export interface InstallOperationOptions {
  readonly projects: ProjectService;
  readonly host: PluginHost;
  readonly folders: PluginFolders;
}

/** Installs a plugin that is uploaded, or that the operator put into a folder. */
export function installPluginOperation({ projects, host, folders }: InstallOperationOptions): Operation {
  return {
    access: "token",
    body: "required",
    size: "upload",
    async run(call, signal) {
      checkPluginParams(call, ["id"]);
      const scope = await readScope(call, projects, signal);
      const asked = readRequest(installPluginRequest, call.bodyVersion, call.body);
      const principalId = call.principal.id;
      const record = await host.install({ scope, principalId, ...(await pluginOf(asked, folders, signal)) }, signal);
      await keepWithProject(scope, record.pluginId);
      return {
        outcome: "created",
        metadata: { location: `/v1/projects/${scope}/plugins/${record.pluginId}` },
        body: writeResponse(pluginResponse, call.version, pluginToDto(record)),
      };
    },
  };

  // A project may have been deleted while its plugin was on its way: who deletes has looked before there was anything to see.
  async function keepWithProject(scope: InstallRequest["scope"], pluginId: string): Promise<void> {
    const never = new AbortController().signal;
    try {
      await projects.get(scope as Parameters<ProjectService["get"]>[0], never);
    } catch (error) {
      await host.uninstall({ scope, pluginId, principalId: "host" }, never).catch(() => undefined);
      throw error;
    }
  }
}

async function pluginOf(
  { manifest, format, code, path }: InstallPluginV1,
  folders: PluginFolders,
  signal: AbortSignal,
): Promise<Pick<InstallRequest, "manifest" | "format" | "code">> {
  if (path !== undefined || manifest === undefined) {
    const { code: found, ...rest } = await folders.read(path ?? "", signal);
    return found === undefined ? rest : { ...rest, code: found };
  }
  const bytes = code === undefined ? undefined : new Uint8Array(Buffer.from(code, "base64"));
  return { manifest, ...(format === undefined ? {} : { format }), ...(bytes === undefined ? {} : { code: bytes }) };
}
