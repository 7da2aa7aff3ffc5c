import type { JsonObject } from "@cordon/core";
import { expect, test } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { Change } from "../../src/finding.ts";
import { compareOpenApi } from "../../src/openapi/compare-open-api.ts";
import { api, documentOf } from "./_diff.ts";

const USER: JsonObject = { $ref: "#/components/schemas/User" };
const json = (schema: JsonObject): JsonObject => ({ content: { "application/json": { schema } } });

function users(user: JsonObject): JsonObject {
  return api({
    paths: {
      "/users": {
        get: { responses: { "200": { description: "", ...json({ type: "array", items: USER }) } } },
        post: { requestBody: json(USER), responses: { "201": { description: "", ...json(USER) } } },
      },
    },
    components: { schemas: { User: { type: "object", ...user } } },
  });
}

function compare(old: JsonObject, next: JsonObject): readonly Change[] {
  const options = resolveCompareOptions();
  return compareOpenApi(documentOf(old, "old.json"), documentOf(next, "new.json"), options).changes;
}

const NAME: JsonObject = { properties: { name: { type: "string" } } };

test("a change of a shared schema is one finding for requests and one for responses, each with its witness", () => {
  const changes = compare(users(NAME), users({ properties: { name: { type: "number" } } }));
  const backward = changes.filter(({ breaks }) => breaks === "backward");
  expect(backward.map(({ subject, path, alsoAt }) => [subject, path, alsoAt])).toEqual([
    [
      "schema User, in responses",
      "/name",
      ["GET /users, response 200 application/json", "POST /users, response 201 application/json"],
    ],
    ["schema User, in requests", "/name", ["POST /users, request body application/json"]],
  ]);
  expect(backward.map(({ rule, witness }) => [rule, witness?.refusedBy])).toEqual([
    ["schema/type", "old"],
    ["schema/type", "new"],
  ]);
  expect(backward[0]?.new).toEqual({ file: "new.json", pointer: "/components/schemas/User/properties/name/type" });
});

test("a property that only responses have may become required without a break of requests", () => {
  const id = (required: readonly string[]): JsonObject =>
    users({ properties: { id: { type: "string", readOnly: true } }, required });
  const subjects = compare(id([]), id(["id"])).map(({ breaks, subject }) => `${breaks} ${subject}`);
  expect(subjects).toEqual(["forward schema User, in responses"]);
});

test("a schema where there was none is a narrower request, found at the media type", () => {
  const value = (media: JsonObject): JsonObject =>
    api({ paths: { "/a": { put: { requestBody: { content: { "a/a": media } }, responses: {} } } } });
  const [change] = compare(value({}), value({ schema: { type: "string" } }));
  expect(change).toMatchObject({ rule: "schema/type", breaks: "backward", bump: "major" });
  expect(change?.old?.pointer ?? "/paths/~1a/put/requestBody/content/a~1a").toBe(
    "/paths/~1a/put/requestBody/content/a~1a",
  );
});

test("another way to write the same schema is no change", () => {
  const split: JsonObject = { allOf: [{ properties: { name: { type: "string" } } }, {}] };
  expect(compare(users(NAME), users(split)).filter(({ breaks }) => breaks !== "none")).toEqual([]);
});

test("nothing of what a comparison leaves alone was unexamined", () => {
  const value = users(NAME);
  expect(compareOpenApi(documentOf(value), documentOf(value), resolveCompareOptions())).toEqual({
    changes: [],
    examined: 5,
  });
});
