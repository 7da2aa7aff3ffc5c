import { PLUGIN_API_VERSION } from "@cordon/core";
import semver from "semver";
import { pluginError } from "../errors.ts";
import type { PluginManifest } from "./manifest.ts";

/**
 * Throws `plugin/api-mismatch` for a plugin that is not made for the plugin interface of this host. Interfaces have versions of two numbers,
 * such as 1.0, which stand for 1.0.0.
 */
export function checkApiVersion(
  { id: pluginId, apiVersion: asked }: Pick<PluginManifest, "id" | "apiVersion">,
  offered: string = PLUGIN_API_VERSION,
): void {
  const version = semver.coerce(offered);
  if (version === null)
    throw new RangeError(`A version of the plugin interface is such as "1.0", and not "${offered}".`);
  if (!semver.satisfies(version, asked)) throw pluginError("plugin/api-mismatch", { pluginId, asked, offered });
}
