import type { ProjectService } from "@cordon/core";
import type { PluginHost } from "@cordon/plugin-runtime";
import { serverError } from "../errors.ts";

/**
 * Projects that are not deleted while they have plugins: `server/project-has-plugins`. What was installed between the look and the
 * deletion is uninstalled; who installs looks again, too, so that one of the two sees the other.
 */
export function guardProjects(projects: ProjectService, host: PluginHost): ProjectService {
  return {
    ...projects,
    async delete(request, signal) {
      const { id: scope } = request;
      const plugins = await host.list(scope, signal);
      if (plugins.length > 0) throw serverError("server/project-has-plugins", { plugins: plugins.length });
      await projects.delete(request, signal);
      // The project is gone whatever the caller does now, and no plugin may be left behind.
      const never = new AbortController().signal;
      for (const { pluginId } of await host.list(scope, never)) {
        await host.uninstall({ scope, pluginId, principalId: "host" }, never);
      }
    },
  };
}
