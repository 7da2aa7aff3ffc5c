import type { JsonObject } from "@cordon/core";
import { NUMBER, operation, response, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const list: JsonObject = { schema: { type: "array", items: { type: "string" } } };
const json = (schema: JsonObject = TEXT): JsonObject => ({ "application/json": schema });
const status = (...names: readonly string[]): JsonObject =>
  operation({ responses: Object.fromEntries(names.map((name) => [name, { description: "" }])) });
const both = (rule: string): readonly string[] => [`${rule} backward major`, `${rule} forward minor`];

export const responsePairs: readonly Pair[] = [
  pair(
    "a success status is added",
    status("200"),
    status("200", "201"),
    both("success-status-added"),
    both("success-status-removed"),
  ),
  pair(
    "a redirect is added",
    status("200"),
    status("200", "304"),
    both("success-status-added"),
    both("success-status-removed"),
  ),
  pair(
    "an error status is added",
    status("200"),
    status("200", "404"),
    ["error-status-added none minor"],
    ["error-status-removed none minor"],
  ),
  pair(
    "a range of errors is added",
    status("200"),
    status("200", "4XX"),
    ["error-status-added none minor"],
    ["error-status-removed none minor"],
  ),
  pair(
    "a default response is added",
    status("200"),
    status("200", "default"),
    ["error-status-added none minor"],
    ["error-status-removed none minor"],
  ),
  pair(
    "an error status that the default answered for is named",
    status("200", "default"),
    status("200", "404", "default"),
    [],
  ),
  pair("an error status that a range answered for is named", status("200", "4XX"), status("200", "4XX", "404"), []),
  pair("a range is written in lower case", status("2xx"), status("2XX"), []),
  pair(
    "a success status turns into its range",
    status("200"),
    status("2XX"),
    both("success-status-added"),
    both("success-status-removed"),
  ),
  pair(
    "an error status that the default answered for gets another body",
    operation({ responses: { default: { description: "", content: json() } } }),
    operation({
      responses: { default: { description: "", content: json() }, "404": { description: "", content: json(NUMBER) } },
    }),
    ["schema/out-response"],
  ),
  pair("the schema of a response changes", response({ content: json() }), response({ content: json(NUMBER) }), [
    "schema/out-response",
  ]),
  pair(
    "a media type is added to a response",
    response({ content: json() }),
    response({ content: { ...json(), "text/csv": TEXT } }),
    ["response-media-type-added forward minor"],
    ["response-media-type-removed backward major"],
  ),
  pair(
    "a response header is added",
    response({}),
    response({ headers: { "X-Rate": TEXT } }),
    ["header-added forward minor"],
    ["header-removed backward major"],
  ),
  pair(
    "a response header becomes required",
    response({ headers: { "X-Rate": TEXT } }),
    response({ headers: { "x-rate": { ...TEXT, required: true } } }),
    ["header-required forward minor"],
    ["header-optional backward major"],
  ),
  pair(
    "the schema of a header changes",
    response({ headers: { "X-Rate": TEXT } }),
    response({ headers: { "X-Rate": NUMBER } }),
    ["schema/out-response"],
  ),
  pair(
    "a list in a header is exploded",
    response({ headers: { "X-Rate": list } }),
    response({ headers: { "X-Rate": { ...list, explode: true } } }),
    both("header-serialization"),
  ),
  pair(
    "a header is deprecated",
    response({ headers: { "X-Rate": TEXT } }),
    response({ headers: { "X-Rate": { ...TEXT, deprecated: true } } }),
    ["deprecated none patch"],
  ),
  pair("the header Content-Type means nothing", response({}), response({ headers: { "content-type": TEXT } }), []),
  pair("a link is added", response({}), response({ links: { next: { operationId: "a" } } }), ["link none minor"]),
  pair(
    "a link leads elsewhere",
    response({ links: { next: { operationId: "a" } } }),
    response({ links: { next: { operationId: "b" } } }),
    ["link none minor"],
  ),
  pair(
    "the words of a link change",
    response({ links: { next: { operationId: "a" } } }),
    response({ links: { next: { operationId: "a", description: "b" } } }),
    ["words none patch"],
  ),
  pair("the description of a response changes", response({}), response({ description: "Good" }), ["words none patch"]),
];
