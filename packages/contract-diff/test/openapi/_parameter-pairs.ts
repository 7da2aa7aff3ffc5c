import type { JsonObject } from "@cordon/core";
import { NUMBER, operation, parameter, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const query = (fields: JsonObject = {}): JsonObject => ({ in: "query", name: "limit", ...TEXT, ...fields });
const list: JsonObject = { schema: { type: "array", items: { type: "string" } } };
const json = (schema: JsonObject = TEXT): JsonObject => ({ "application/json": schema });
const both = (rule: string): readonly string[] => [`${rule} backward major`, `${rule} forward minor`];

export const parameterPairs: readonly Pair[] = [
  pair(
    "an optional query parameter is added",
    parameter(),
    parameter(query()),
    ["parameter-added none minor"],
    ["parameter-removed none minor"],
  ),
  pair(
    "a required query parameter is added",
    parameter(),
    parameter(query({ required: true })),
    ["required-parameter-added backward major"],
    ["parameter-removed none minor", "required-parameter-removed forward minor"],
  ),
  pair(
    "an optional header is added",
    parameter(),
    parameter(query({ in: "header" })),
    ["parameter-added none minor"],
    ["parameter-removed none minor"],
  ),
  pair(
    "an optional cookie is added",
    parameter(),
    parameter(query({ in: "cookie" })),
    ["parameter-added none minor"],
    ["parameter-removed none minor"],
  ),
  pair(
    "a parameter becomes required",
    parameter(query()),
    parameter(query({ required: true })),
    ["parameter-required backward major"],
    ["parameter-optional forward minor"],
  ),
  pair(
    "a parameter with a default becomes required where defaults are filled in",
    parameter(query({ schema: { default: "1" } })),
    parameter(query({ schema: { default: "1" }, required: true })),
    [],
    [],
    { defaults: "filled" },
  ),
  pair("a parameter gets another schema", parameter(query()), parameter(query(NUMBER)), ["schema/in-request"]),
  pair("a parameter loses its schema", parameter(query()), parameter({ in: "query", name: "limit" }), [
    "schema/in-request",
  ]),
  pair(
    "a header parameter is written in another case",
    parameter(query({ in: "header", name: "X-Id" })),
    parameter(query({ in: "header", name: "x-id" })),
    [],
  ),
  pair("a query parameter is written in another case", parameter(query()), parameter(query({ name: "Limit" })), [
    "parameter-added none minor",
    "parameter-removed none minor",
  ]),
  pair("a parameter moves from the query to a header", parameter(query()), parameter(query({ in: "header" })), [
    "parameter-added none minor",
    "parameter-removed none minor",
  ]),
  pair(
    "an ignored header is added",
    parameter(),
    parameter(query({ in: "header", name: "Authorization", required: true })),
    [],
  ),
  pair(
    "a list is written with another style",
    parameter(query(list)),
    parameter(query({ ...list, style: "spaceDelimited" })),
    both("parameter-serialization"),
  ),
  pair(
    "a list is no longer exploded",
    parameter(query(list)),
    parameter(query({ ...list, explode: false })),
    both("parameter-serialization"),
  ),
  pair(
    "the default style is written out",
    parameter(query(list)),
    parameter(query({ ...list, style: "form", explode: true })),
    [],
  ),
  pair("explode of a single value changes", parameter(query()), parameter(query({ explode: false })), []),
  pair(
    "explode of a deep object changes",
    parameter(query({ ...list, style: "deepObject" })),
    parameter(query({ ...list, style: "deepObject", explode: true })),
    [],
  ),
  pair(
    "a parameter is written as JSON",
    parameter(query()),
    parameter({ in: "query", name: "limit", content: json() }),
    both("parameter-serialization"),
  ),
  pair(
    "the schema of a parameter written as JSON changes",
    parameter({ in: "query", name: "limit", content: json() }),
    parameter({ in: "query", name: "limit", content: json(NUMBER) }),
    ["schema/in-request"],
  ),
  pair(
    "a parameter written as JSON says so in another spelling",
    parameter({ in: "query", name: "limit", content: json() }),
    parameter({ in: "query", name: "limit", content: { "Application/JSON; charset=utf-8": TEXT } }),
    [],
  ),
  pair(
    "reserved characters are allowed",
    parameter(query()),
    parameter(query({ allowReserved: true })),
    ["parameter-values forward minor"],
    ["parameter-values backward major"],
  ),
  pair(
    "an empty value is allowed",
    parameter(query()),
    parameter(query({ allowEmptyValue: true })),
    ["parameter-values forward minor"],
    ["parameter-values backward major"],
  ),
  pair("a parameter is deprecated", parameter(query()), parameter(query({ deprecated: true })), [
    "deprecated none patch",
  ]),
  pair("the description of a parameter changes", parameter(query()), parameter(query({ description: "How many" })), [
    "words none patch",
  ]),
  pair(
    "a parameter of the operation replaces that of the path",
    operation({ parameters: [query()] }),
    {
      ...operation({}),
      paths: {
        "/pets": {
          parameters: [query(NUMBER)],
          post: { responses: { "200": { description: "Fine" } }, parameters: [query()] },
        },
      },
    },
    [],
  ),
];
