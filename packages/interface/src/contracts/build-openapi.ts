import { IDEMPOTENCY_KEY_PATTERN, type JsonObject, PROJECT_ID_PATTERN, PROJECT_PAGE_MAX } from "@cordon/core";
import { BUS_PATHS } from "./bus-paths.ts";
import { KERNEL_PATHS } from "./kernel-paths.ts";
import { answer, body, componentOf, inPath, problems, query } from "./openapi-parts.ts";
import { PLUGIN_PATHS } from "./plugin-paths.ts";
import type { PublishedSchema } from "./published-schema.ts";
import { jsonSchemaOf, PUBLISHED_SCHEMAS } from "./schemas.ts";

/** The public API as an OpenAPI 3.1 document, made of the same schemas that requests are checked with. */
export function buildOpenApi(schemas: readonly PublishedSchema[] = PUBLISHED_SCHEMAS): JsonObject {
  return {
    openapi: "3.1.0",
    info: {
      title: "Cordon",
      version: "1",
      summary: "Projects and their plugins, messages, modules and decisions, in JSON, MessagePack or CBOR.",
      description:
        "A body's media type names its format and its version. The plain types mean version 1. An answer comes in the type of the accept header, else in that of the request's body.",
    },
    security: [{ token: [] }],
    paths: {
      "/v1/projects": { get: LIST, post: CREATE },
      "/v1/projects/{id}": { parameters: [ID], get: GET, patch: CHANGE, delete: DELETE },
      ...PLUGIN_PATHS,
      ...BUS_PATHS,
      ...KERNEL_PATHS,
      "/health/live": { get: health("Whether the process works.", []) },
      "/health/ready": { get: health("Whether requests can be served.", [503]) },
    },
    components: {
      schemas: Object.fromEntries(
        schemas.map((each) => [componentOf(each.name, each.version), withoutDialect(jsonSchemaOf(each))]),
      ),
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
    },
  };
}

const ID: JsonObject = inPath("id", { type: "string", pattern: PROJECT_ID_PATTERN.source });
const REVISION: JsonObject = { type: "integer", minimum: 1 };

const IDEMPOTENCY_KEY: JsonObject = {
  name: "idempotency-key",
  in: "header",
  description: "A repeat with the same key within 24 hours creates nothing and gets the first answer again.",
  schema: { type: "string", pattern: IDEMPOTENCY_KEY_PATTERN.source },
};

const LIST: JsonObject = {
  operationId: "projects.list",
  summary: "List projects in order of creation.",
  parameters: [
    query("limit", "How many at the most; 50 if left out.", { type: "integer", minimum: 1, maximum: PROJECT_PAGE_MAX }),
    query("cursor", "The next of the page before.", { type: "string" }),
  ],
  responses: { 200: answer("A page.", "project-list"), ...problems([401, 406, 422, 429]) },
};

const CREATE: JsonObject = {
  operationId: "projects.create",
  summary: "Create a project.",
  parameters: [IDEMPOTENCY_KEY],
  requestBody: body("create-project"),
  responses: { 201: answer("The project.", "project"), ...problems([400, 401, 406, 409, 413, 415, 422, 429]) },
};

const GET: JsonObject = {
  operationId: "projects.get",
  summary: "Read a project.",
  responses: { 200: answer("The project.", "project"), ...problems([401, 404, 406, 429]) },
};

const CHANGE: JsonObject = {
  operationId: "projects.change",
  summary: "Rename, relabel, archive or restore a project that is still at the expected revision.",
  requestBody: body("change-project"),
  responses: { 200: answer("The project.", "project"), ...problems([400, 401, 404, 406, 409, 413, 415, 422, 429]) },
};

const DELETE: JsonObject = {
  operationId: "projects.delete",
  summary: "Delete a project.",
  parameters: [query("expectedRevision", "Delete only if it is still at this revision.", REVISION)],
  responses: { 204: { description: "Deleted." }, ...problems([401, 404, 409, 422, 429]) },
};

function health(summary: string, statuses: readonly number[]): JsonObject {
  const schema = { type: "object", required: ["status"], properties: { status: { type: "string" } } };
  const ok = { description: "Yes.", content: { "application/json": { schema } } };
  return { summary, security: [], responses: { 200: ok, ...problems(statuses) } };
}

function withoutDialect({ $schema: _dialect, ...schema }: JsonObject): JsonObject {
  return schema;
}
