import type { ProjectService } from "@cordon/core";
import type { Operation } from "./handlers/operation.ts";
import {
  pluginAuditOperation,
  pluginLogsOperation,
  pluginUsageOperation,
} from "./handlers/plugin-history-operations.ts";
import { installPluginOperation } from "./handlers/plugin-install-operation.ts";
import { invokePluginOperation } from "./handlers/plugin-invoke-operation.ts";
import {
  addPluginKeyOperation,
  listPluginKeysOperation,
  revokePluginKeyOperation,
} from "./handlers/plugin-key-operations.ts";
import {
  disablePluginOperation,
  enablePluginOperation,
  getPluginOperation,
  grantPluginOperation,
  listPluginsOperation,
  rollbackPluginOperation,
  uninstallPluginOperation,
  upgradePluginOperation,
} from "./handlers/plugin-operations.ts";
import type { PluginParts } from "./plugins/open-plugins.ts";

/** Everything that can be done with plugins and their keys, by name. */
export function createPluginOperations(
  projects: ProjectService,
  { host, keys, folders }: PluginParts,
): readonly (readonly [name: string, operation: Operation])[] {
  const options = { projects, host };
  return [
    ["plugins.install", installPluginOperation({ projects, host, folders })],
    ["plugins.list", listPluginsOperation(options)],
    ["plugins.get", getPluginOperation(options)],
    ["plugins.uninstall", uninstallPluginOperation(options)],
    ["plugins.grant", grantPluginOperation(options)],
    ["plugins.enable", enablePluginOperation(options)],
    ["plugins.disable", disablePluginOperation(options)],
    ["plugins.upgrade", upgradePluginOperation(options)],
    ["plugins.rollback", rollbackPluginOperation(options)],
    ["plugins.invoke", invokePluginOperation(options)],
    ["plugins.logs", pluginLogsOperation(options)],
    ["plugins.usage", pluginUsageOperation(options)],
    ["plugins.audit", pluginAuditOperation(options, "plugin")],
    ["plugins.audit-all", pluginAuditOperation(options, "project")],
    ["plugin-keys.list", listPluginKeysOperation(keys)],
    ["plugin-keys.add", addPluginKeyOperation(keys)],
    ["plugin-keys.revoke", revokePluginKeyOperation(keys)],
  ];
}
