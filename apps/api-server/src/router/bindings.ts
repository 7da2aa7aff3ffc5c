import type { HttpBinding } from "@cordon/transport/http";

/** Where each operation is found over HTTP. */
export const BINDINGS: readonly HttpBinding[] = [
  { operation: "projects.create", method: "POST", path: "/v1/projects" },
  { operation: "projects.list", method: "GET", path: "/v1/projects" },
  { operation: "projects.get", method: "GET", path: "/v1/projects/:id" },
  { operation: "projects.change", method: "PATCH", path: "/v1/projects/:id" },
  { operation: "projects.delete", method: "DELETE", path: "/v1/projects/:id" },
  { operation: "health.live", method: "GET", path: "/health/live" },
  { operation: "health.ready", method: "GET", path: "/health/ready" },
  { operation: "openapi.get", method: "GET", path: "/openapi.json" },
];
