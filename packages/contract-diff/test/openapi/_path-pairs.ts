import type { JsonObject } from "@cordon/core";
import { api, NUMBER, operation, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const OK: JsonObject = { responses: { "200": { description: "Fine" } } };
const paths = (value: JsonObject): JsonObject => api({ paths: value });
const withId = (path: string, name: string, schema: JsonObject = TEXT): JsonObject =>
  paths({ [path]: { get: { ...OK, parameters: [{ in: "path", name, required: true, ...schema }] } } });

export const pathPairs: readonly Pair[] = [
  pair(
    "a path is added",
    paths({}),
    paths({ "/pets": { get: OK, put: OK } }),
    ["path-added forward minor"],
    ["path-removed backward major"],
  ),
  pair(
    "an operation is added",
    paths({ "/pets": { get: OK } }),
    paths({ "/pets": { get: OK, put: OK } }),
    ["operation-added forward minor"],
    ["operation-removed backward major"],
  ),
  pair("a path is moved", paths({ "/pets": { get: OK } }), paths({ "/dogs": { get: OK } }), [
    "path-added forward minor",
    "path-removed backward major",
  ]),
  pair("a parameter of a path is renamed", withId("/pets/{id}", "id"), withId("/pets/{petId}", "petId"), [
    "path-parameter-renamed none patch",
  ]),
  pair(
    "a parameter of a path is renamed and gets another schema",
    withId("/pets/{id}", "id"),
    withId("/pets/{petId}", "petId", NUMBER),
    ["path-parameter-renamed none patch", "schema/in-request"],
  ),
  pair(
    "two parameters of a path change places in the template",
    paths({
      "/a/{x}/{y}": {
        parameters: [
          { in: "path", name: "x", ...TEXT },
          { in: "path", name: "y", ...NUMBER },
        ],
        get: OK,
      },
    }),
    paths({
      "/a/{y}/{x}": {
        parameters: [
          { in: "path", name: "x", ...TEXT },
          { in: "path", name: "y", ...NUMBER },
        ],
        get: OK,
      },
    }),
    [
      "path-parameter-renamed none patch",
      "path-parameter-renamed none patch",
      "schema/in-request",
      "schema/in-request",
    ],
  ),
  pair("an operation gets an id", operation({}), operation({ operationId: "a" }), ["operation-id none patch"]),
  pair("an operation gets another id", operation({ operationId: "a" }), operation({ operationId: "b" }), [
    "operation-id none patch",
  ]),
  pair("an operation is deprecated", operation({}), operation({ deprecated: true }), ["deprecated none patch"]),
  pair("the summary of an operation changes", operation({}), operation({ summary: "a" }), ["words none patch"]),
  pair("an extension of an operation changes", operation({ "x-a": 1 }), operation({ "x-a": 2 }), ["words none patch"]),
  pair("the tags of an operation change", operation({ tags: ["a"] }), operation({ tags: ["b"] }), ["words none patch"]),
  pair(
    "the tags of an operation are in another order",
    operation({ tags: ["a", "b"] }),
    operation({ tags: ["b", "a"] }),
    [],
  ),
  pair(
    "the description of a path changes",
    paths({ "/pets": { get: OK } }),
    paths({ "/pets": { get: OK, description: "a" } }),
    ["words none patch"],
  ),
  pair("the title of the document changes", api({}), api({ info: { title: "Dogs", version: "1.0.0" } }), [
    "words none patch",
  ]),
  pair("the version of the document changes", api({}), api({ info: { title: "Pets", version: "2.0.0" } }), []),
  pair("an extension of the document changes", api({ "x-a": 1 }), api({ "x-a": 2 }), ["words none patch"]),
  pair("an extension among the paths changes", paths({ "x-a": 1 }), paths({ "x-a": 2 }), []),
  pair(
    "a parameter that all operations of a path have is made required",
    paths({ "/pets": { parameters: [{ in: "query", name: "a" }], get: OK, put: OK } }),
    paths({ "/pets": { parameters: [{ in: "query", name: "a", required: true }], get: OK, put: OK } }),
    ["parameter-required backward major", "parameter-required backward major"],
    ["parameter-optional forward minor", "parameter-optional forward minor"],
  ),
];
