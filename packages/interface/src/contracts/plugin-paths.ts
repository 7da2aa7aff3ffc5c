import { type JsonObject, PROJECT_ID_PATTERN } from "@cordon/core";
import { answer, body, inPath, problems, query } from "./openapi-parts.ts";

const PROJECT: JsonObject = inPath("id", { type: "string", pattern: PROJECT_ID_PATTERN.source }, "The project.");
const PLUGIN: JsonObject = inPath("pluginId", { type: "string", maxLength: 100 }, "The id that the manifest gives.");
const OPERATION: JsonObject = inPath("operation", { type: "string", maxLength: 64 }, "One that the manifest lists.");
const KEY: JsonObject = inPath("keyId", { type: "string", maxLength: 100 });

const MEANINGS: Readonly<Record<number, string>> = {
  403: "An unsigned plugin, a key that is not trusted for it, or a kind of plugin that this server does not run.",
  404: "No such project, plugin, version or operation.",
  409: "The plugin was changed meanwhile, or is not in a state for this.",
  413: "Too large, or more than the plugin may have.",
  422: "Fields at fault, each named, or code that cannot be loaded.",
  502: "The plugin did not do its part: it crashed, ran out of fuel or memory, failed, or gave an answer that is none.",
  503: "The plugin is not active, or is not called for a while after it failed too often.",
  504: "The plugin was not done in time, and was stopped.",
};
const KEY_MEANINGS: Readonly<Record<number, string>> = {
  404: "No such key.",
  409: "The id or the key was used before.",
};

const AUDIT: JsonObject = answer("Newest first.", "plugin-audit");
const READ = [401, 404, 406, 422, 429] as const;
const CHANGE = [401, 403, 404, 406, 409, 422, 429, 502, 503] as const;
const WITH_BODY = [400, 413, 415] as const;

/** The routes of plugins, and of the keys that are trusted for them. */
export const PLUGIN_PATHS: JsonObject = {
  "/v1/projects/{id}/plugins": {
    parameters: [PROJECT],
    get: get("plugins.list", "List the plugins of a project.", answer("All of them.", "plugin-list")),
    post: {
      operationId: "plugins.install",
      summary: "Install a plugin, or a new version of one. The same again changes nothing, and nothing new runs.",
      requestBody: body("install-plugin"),
      responses: { 201: answer("The plugin.", "plugin"), ...problems([...CHANGE, ...WITH_BODY], MEANINGS) },
    },
  },
  "/v1/projects/{id}/plugins/{pluginId}": {
    parameters: [PROJECT, PLUGIN],
    get: get("plugins.get", "Read a plugin.", answer("The plugin.", "plugin")),
    delete: {
      operationId: "plugins.uninstall",
      summary: "Uninstall a plugin, with all that it keeps.",
      responses: { 204: { description: "Uninstalled." }, ...problems(CHANGE, MEANINGS) },
    },
  },
  "/v1/projects/{id}/plugins/{pluginId}/grant": {
    parameters: [PROJECT, PLUGIN],
    put: change("plugins.grant", "Set what a plugin is granted, for calls under way too.", "grant-plugin"),
  },
  "/v1/projects/{id}/plugins/{pluginId}/enable": {
    parameters: [PROJECT, PLUGIN],
    post: change("plugins.enable", "Enable a plugin. One that cannot be activated is failed, and says why."),
  },
  "/v1/projects/{id}/plugins/{pluginId}/disable": {
    parameters: [PROJECT, PLUGIN],
    post: change("plugins.disable", "Disable a plugin."),
  },
  "/v1/projects/{id}/plugins/{pluginId}/upgrade": {
    parameters: [PROJECT, PLUGIN],
    post: change("plugins.upgrade", "Go over to another installed version, failing no call.", "upgrade-plugin"),
  },
  "/v1/projects/{id}/plugins/{pluginId}/rollback": {
    parameters: [PROJECT, PLUGIN],
    post: change("plugins.rollback", "Go back to the version that ran before."),
  },
  "/v1/projects/{id}/plugins/{pluginId}/operations/{operation}": {
    parameters: [PROJECT, PLUGIN, OPERATION],
    post: {
      operationId: "plugins.invoke",
      summary: "Call an operation of a plugin.",
      requestBody: body("invoke-plugin"),
      responses: {
        200: answer("A value, or a refusal that is meant to be read.", "plugin-result"),
        ...problems([...CHANGE, ...WITH_BODY, 504], MEANINGS),
      },
    },
  },
  "/v1/projects/{id}/plugins/{pluginId}/logs": {
    parameters: [PROJECT, PLUGIN],
    get: get("plugins.logs", "Read what a plugin logged lately.", answer("Newest first.", "plugin-log"), [limit(200)]),
  },
  "/v1/projects/{id}/plugins/{pluginId}/usage": {
    parameters: [PROJECT, PLUGIN],
    get: get("plugins.usage", "Read what a plugin used and keeps.", answer("Since it was installed.", "plugin-usage")),
  },
  "/v1/projects/{id}/plugins/{pluginId}/audit": {
    parameters: [PROJECT, PLUGIN],
    get: get("plugins.audit", "Read what a plugin did with authority, and what was done with it.", AUDIT, [
      limit(1000),
    ]),
  },
  "/v1/projects/{id}/audit": {
    parameters: [PROJECT],
    get: get("plugins.audit-all", "The same for all plugins of a project.", AUDIT, [limit(1000)]),
  },
  "/v1/plugin-keys": {
    get: {
      operationId: "plugin-keys.list",
      summary: "List the keys that are trusted for plugins, and those that were.",
      parameters: [limit(1000), query("cursor", "The next of the page before.", { type: "string" })],
      responses: { 200: answer("A page.", "plugin-key-list"), ...problems([401, 406, 422, 429]) },
    },
    post: {
      operationId: "plugin-keys.add",
      summary: "Trust a key for plugins.",
      requestBody: body("add-plugin-key"),
      responses: {
        201: answer("The key.", "plugin-key"),
        ...problems([401, 406, 409, 422, 429, ...WITH_BODY], KEY_MEANINGS),
      },
    },
  },
  "/v1/plugin-keys/{keyId}/revoke": {
    parameters: [KEY],
    post: {
      operationId: "plugin-keys.revoke",
      summary: "Revoke a key for ever. Plugins that it signed fail when they are next activated.",
      requestBody: body("revoke-plugin-key"),
      responses: {
        200: answer("The key.", "plugin-key"),
        ...problems([401, 404, 406, 422, 429, ...WITH_BODY], KEY_MEANINGS),
      },
    },
  },
};

function get(
  operationId: string,
  summary: string,
  answered: JsonObject,
  parameters: readonly JsonObject[] = [],
): JsonObject {
  const responses = { 200: answered, ...problems(READ, MEANINGS) };
  return parameters.length === 0
    ? { operationId, summary, responses }
    : { operationId, summary, parameters, responses };
}

function change(operationId: string, summary: string, asked?: string): JsonObject {
  const statuses = asked === undefined ? CHANGE : [...CHANGE, ...WITH_BODY];
  const responses = { 200: answer("The plugin.", "plugin"), ...problems(statuses, MEANINGS) };
  return { operationId, summary, ...(asked === undefined ? {} : { requestBody: body(asked) }), responses };
}

function limit(maximum: number): JsonObject {
  return query("limit", "How many at the most; 50 if left out.", { type: "integer", minimum: 1, maximum });
}
