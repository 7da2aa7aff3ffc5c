import type { FieldIssue, ProjectId, ProjectService } from "@cordon/core";
import { pluginError } from "@cordon/plugin-runtime";
import { serverError } from "../errors.ts";
import type { OperationCall } from "./operation.ts";
import { readProjectId, unknownParams } from "./read-params.ts";

/** Which plugin of which project a request is about. */
export interface PluginPath {
  readonly scope: ProjectId;
  readonly pluginId: string;
}

// Whatever is no id names no plugin; and only what is one may become part of a key in storage.
const PLUGIN_ID = /^[a-z0-9][a-z0-9.-]{0,99}$/;
const DEFAULT_LIMIT = 50;

/** Throws `server/invalid-parameters` when there is a parameter that the operation does not take. */
export function checkPluginParams({ params }: Pick<OperationCall, "params">, known: readonly string[]): void {
  const issues = unknownParams(params, known);
  if (issues.length > 0) throw serverError("server/invalid-parameters", { issues });
}

/** The project of a request, which must be there: what its plugins are kept under is its id. */
export async function readScope(
  { params }: Pick<OperationCall, "params">,
  projects: ProjectService,
  signal: AbortSignal,
): Promise<ProjectId> {
  const { id } = await projects.get(readProjectId(params), signal);
  return id;
}

/** The project and the plugin of a request. Whether there is such a plugin is the host's to say. */
export async function readPluginPath(
  call: Pick<OperationCall, "params">,
  projects: ProjectService,
  signal: AbortSignal,
): Promise<PluginPath> {
  const scope = await readScope(call, projects, signal);
  const { pluginId = "" } = call.params;
  if (!PLUGIN_ID.test(pluginId)) throw pluginError("plugin/not-found", { pluginId: pluginId.slice(0, 100) });
  return { scope, pluginId };
}

/** How many records a request wants: 50 if it does not say. */
export function readLimit({ params }: Pick<OperationCall, "params">, max: number): number {
  const { limit } = params;
  if (limit === undefined) return DEFAULT_LIMIT;
  const number = /^\d{1,6}$/.test(limit) ? Number(limit) : 0;
  if (number >= 1 && number <= max) return number;
  const issue: FieldIssue = { pointer: "/limit", message: `must be a whole number from 1 to ${max}` };
  throw serverError("server/invalid-parameters", { issues: [issue] });
}
