import type { HttpBinding } from "@cordon/transport/http";
import { MAX_UPLOAD_BYTES } from "../formats.ts";

const PLUGINS = "/v1/projects/:id/plugins";
const PLUGIN = `${PLUGINS}/:pluginId`;

/** Where each operation is found over HTTP. */
export const BINDINGS: readonly HttpBinding[] = [
  { operation: "projects.create", method: "POST", path: "/v1/projects" },
  { operation: "projects.list", method: "GET", path: "/v1/projects" },
  { operation: "projects.get", method: "GET", path: "/v1/projects/:id" },
  { operation: "projects.change", method: "PATCH", path: "/v1/projects/:id" },
  { operation: "projects.delete", method: "DELETE", path: "/v1/projects/:id" },
  { operation: "plugins.install", method: "POST", path: PLUGINS, maxBodyBytes: MAX_UPLOAD_BYTES },
  { operation: "plugins.list", method: "GET", path: PLUGINS },
  { operation: "plugins.get", method: "GET", path: PLUGIN },
  { operation: "plugins.uninstall", method: "DELETE", path: PLUGIN },
  { operation: "plugins.grant", method: "PUT", path: `${PLUGIN}/grant` },
  { operation: "plugins.enable", method: "POST", path: `${PLUGIN}/enable` },
  { operation: "plugins.disable", method: "POST", path: `${PLUGIN}/disable` },
  { operation: "plugins.upgrade", method: "POST", path: `${PLUGIN}/upgrade` },
  { operation: "plugins.rollback", method: "POST", path: `${PLUGIN}/rollback` },
  { operation: "plugins.invoke", method: "POST", path: `${PLUGIN}/operations/:operation` },
  { operation: "plugins.logs", method: "GET", path: `${PLUGIN}/logs` },
  { operation: "plugins.usage", method: "GET", path: `${PLUGIN}/usage` },
  { operation: "plugins.audit", method: "GET", path: `${PLUGIN}/audit` },
  { operation: "plugins.audit-all", method: "GET", path: "/v1/projects/:id/audit" },
  { operation: "plugin-keys.list", method: "GET", path: "/v1/plugin-keys" },
  { operation: "plugin-keys.add", method: "POST", path: "/v1/plugin-keys" },
  { operation: "plugin-keys.revoke", method: "POST", path: "/v1/plugin-keys/:keyId/revoke" },
  { operation: "health.live", method: "GET", path: "/health/live" },
  { operation: "health.ready", method: "GET", path: "/health/ready" },
  { operation: "openapi.get", method: "GET", path: "/openapi.json" },
];
