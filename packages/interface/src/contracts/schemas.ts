import type { JsonObject } from "@cordon/core";
import * as z from "zod";
import { invokePluginV1, pluginResultV1, upgradePluginV1 } from "../schema/call-plugin.ts";
import { changeProjectV1, changeProjectV2 } from "../schema/change-project.ts";
import { createProjectV1, createProjectV2 } from "../schema/create-project.ts";
import { installPluginV1 } from "../schema/install-plugin.ts";
import { pluginGrantV1 } from "../schema/plugin-grant.ts";
import { pluginAuditV1, pluginLogV1, pluginUsageV1 } from "../schema/plugin-history.ts";
import { addPluginKeyV1, pluginKeyListV1, pluginKeyV1, revokePluginKeyV1 } from "../schema/plugin-key.ts";
import { pluginListV1, pluginV1 } from "../schema/plugin.ts";
import { problem } from "../schema/problem.ts";
import { projectListV1, projectListV2, projectV1, projectV2 } from "../schema/project.ts";
import { MESSAGING_SCHEMAS } from "./messaging-schemas.ts";
import type { PublishedSchema } from "./published-schema.ts";

/** Every DTO version that the public API reads or writes. Once published, a version only ever changes its description. */
export const PUBLISHED_SCHEMAS: readonly PublishedSchema[] = [
  { name: "project", version: 1, description: "A project.", schema: projectV1 },
  { name: "project", version: 2, description: "A project, with labels.", schema: projectV2 },
  { name: "project-list", version: 1, description: "A page of projects.", schema: projectListV1 },
  { name: "project-list", version: 2, description: "A page of projects, with labels.", schema: projectListV2 },
  { name: "create-project", version: 1, description: "Creates a project.", schema: createProjectV1 },
  { name: "create-project", version: 2, description: "Creates a project, with labels.", schema: createProjectV2 },
  {
    name: "change-project",
    version: 1,
    description: "Renames, archives or restores a project.",
    schema: changeProjectV1,
  },
  {
    name: "change-project",
    version: 2,
    description: "Changes a project's title, labels or archiving.",
    schema: changeProjectV2,
  },
  {
    name: "install-plugin",
    version: 1,
    description: "Installs a plugin: an upload, or a folder that the operator put there.",
    schema: installPluginV1,
  },
  {
    name: "grant-plugin",
    version: 1,
    description: "Grants capabilities to a plugin. What is left out is not granted.",
    schema: pluginGrantV1,
  },
  { name: "upgrade-plugin", version: 1, description: "Names the version to go over to.", schema: upgradePluginV1 },
  { name: "invoke-plugin", version: 1, description: "Calls an operation of a plugin.", schema: invokePluginV1 },
  { name: "plugin", version: 1, description: "A plugin of a project.", schema: pluginV1 },
  { name: "plugin-list", version: 1, description: "Every plugin of a project.", schema: pluginListV1 },
  { name: "plugin-result", version: 1, description: "What a call of a plugin came to.", schema: pluginResultV1 },
  { name: "plugin-log", version: 1, description: "What a plugin logged lately, newest first.", schema: pluginLogV1 },
  { name: "plugin-usage", version: 1, description: "What a plugin used and keeps.", schema: pluginUsageV1 },
  {
    name: "plugin-audit",
    version: 1,
    description: "What was done with authority or denied, newest first.",
    schema: pluginAuditV1,
  },
  { name: "add-plugin-key", version: 1, description: "Adds a key to trust for plugins.", schema: addPluginKeyV1 },
  { name: "revoke-plugin-key", version: 1, description: "Revokes a key for ever.", schema: revokePluginKeyV1 },
  { name: "plugin-key", version: 1, description: "A key whose signatures count, or did.", schema: pluginKeyV1 },
  { name: "plugin-key-list", version: 1, description: "A page of keys.", schema: pluginKeyListV1 },
  ...MESSAGING_SCHEMAS,
  { name: "problem", version: 1, description: "An error (RFC 9457).", schema: problem },
];

/** The JSON Schema (2020-12) of a published version. */
export function jsonSchemaOf({ schema, description }: PublishedSchema): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", unrepresentable: "throw" });
  return { $schema: String($schema), description, ...(rest as JsonObject) };
}
