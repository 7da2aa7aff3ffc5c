import type { JsonObject, JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { api, diff, documentOf, linesOf, operation, parameter, response, TEXT } from "./_diff.ts";

const code = (run: () => unknown): JsonValue => {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? `${String((error as { code?: unknown }).code)}: ${error.message}` : "no error";
  }
  return "nothing thrown";
};
const OK: JsonObject = { responses: { "200": { description: "" } } };

describe("a document that is refused", () => {
  test.each<[string, JsonValue, string]>([
    ["no object", [], "(whole value): An OpenAPI document must be an object."],
    ["null", null, "(whole value): An OpenAPI document must be an object."],
    [
      "without a version",
      {},
      "/openapi: openapi must be a version of 3.0 or 3.1, such as 3.1.0: no other is compared.",
    ],
    [
      "of version 4",
      api({}, "4.0.0"),
      "/openapi: openapi must be a version of 3.0 or 3.1, such as 3.1.0: no other is compared.",
    ],
    ["of version 3.10", api({}, "3.10.0"), "/openapi: openapi must be"],
    [
      "of version 2",
      { swagger: "2.0" },
      "/openapi: This is Swagger 2. Only OpenAPI 3.0 and 3.1 are compared: convert it first.",
    ],
    ["whose paths are a list", api({ paths: [] }), "/paths: paths must be an object."],
    ["whose path is a text", api({ paths: { "/a": "b" } }), "/paths/~1a: A path item must be an object."],
    [
      "whose operation is null",
      api({ paths: { "/a": { get: null } } }),
      "/paths/~1a/get: An operation must be an object.",
    ],
    [
      "whose parameters are no list",
      operation({ parameters: {} }),
      "/paths/~1pets/post/parameters: parameters must be an array.",
    ],
    [
      "whose parameter is a number",
      operation({ parameters: [1] }),
      "/paths/~1pets/post/parameters/0: A parameter must be an object.",
    ],
    [
      "whose parameter has no name",
      parameter({ in: "query" }),
      "/paths/~1pets/post/parameters/0: A parameter must have a name, a string.",
    ],
    [
      "whose parameter is in the body",
      parameter({ in: "body", name: "a" }),
      "/paths/~1pets/post/parameters/0/in: in must be query, header, path or cookie.",
    ],
    [
      "whose response has no status",
      operation({ responses: { fine: {} } }),
      "/paths/~1pets/post/responses/fine: A response must be called by a status",
    ],
    [
      "whose response is a list",
      operation({ responses: { "200": [] } }),
      "/paths/~1pets/post/responses/200: A response must be an object.",
    ],
    [
      "whose body is a text",
      operation({ requestBody: "a" }),
      "/paths/~1pets/post/requestBody: A request body must be an object.",
    ],
    [
      "whose content is a list",
      response({ content: [] }),
      "/paths/~1pets/post/responses/200/content: content must be an object.",
    ],
    [
      "whose headers are a text",
      response({ headers: "a" }),
      "/paths/~1pets/post/responses/200/headers: headers must be an object.",
    ],
    [
      "whose callback is a number",
      operation({ callbacks: { a: 1 } }),
      "/paths/~1pets/post/callbacks/a: A callback must be an object.",
    ],
    [
      "whose security is an object",
      operation({ security: {} }),
      "/paths/~1pets/post/security: security must be an array.",
    ],
    [
      "whose requirement is a text",
      operation({ security: ["key"] }),
      "/paths/~1pets/post/security/0: A security requirement must be an object.",
    ],
    ["whose server has no url", api({ servers: [{}] }), "/servers/0: A server must have a url, a string."],
    ["whose servers are an object", api({ servers: {} }), "/servers: servers must be an array."],
    [
      "whose security scheme is null",
      api({ components: { securitySchemes: { key: null } } }),
      "/components/securitySchemes/key: A security scheme must be an object.",
    ],
    [
      "whose style is a number",
      parameter({ in: "query", name: "a", style: 1 }),
      "/paths/~1pets/post/parameters/0/style: style must be a string.",
    ],
  ])("%s", (_, value, message) => {
    const other = operation({
      parameters: [{ in: "query", name: "a", ...TEXT }],
      requestBody: { content: {} },
      callbacks: { a: {} },
      responses: { "200": { content: { "a/a": {} }, headers: { a: {} } } },
    });
    expect(code(() => diff(other, value))).toContain(`contract-diff/invalid-contract: new/api.json: ${message}`);
    expect(code(() => diff(value, other))).toContain(`contract-diff/invalid-contract: old/api.json: ${message}`);
  });
});

describe("a reference that leads nowhere", () => {
  const to = ($ref: string): JsonObject => ({ $ref });
  test.each<[string, JsonObject, string]>([
    [
      "a parameter",
      parameter(to("#/a")),
      "the $ref at /paths/~1pets/post/parameters/0 leads to #/a, which is not there.",
    ],
    [
      "a response",
      operation({ responses: { "200": to("#/a") } }),
      "the $ref at /paths/~1pets/post/responses/200 leads to #/a, which is not there.",
    ],
    ["a path item", api({ paths: { "/a": to("#/a") } }), "the $ref at /paths/~1a leads to #/a, which is not there."],
    [
      "a body",
      operation({ requestBody: to("#/paths/~1pets/put") }),
      "leads to #/paths/~1pets/put, which is not there.",
    ],
    ["a key of all objects", parameter(to("#/constructor")), "leads to #/constructor, which is not there."],
    ["a file that is not at hand", parameter(to("a.json#/a")), "leads to a.json#/a, a file that is not at hand."],
    [
      "an address",
      parameter(to("https://a.example#/a")),
      "which is not in the documents at hand, and nothing is fetched from the network.",
    ],
    ["a broken escape", parameter(to("#/%")), "which is no JSON pointer."],
    ["an anchor", parameter(to("#a")), "which is no JSON pointer."],
    [
      "round in a circle",
      {
        ...parameter(to("#/components/parameters/a")),
        components: { parameters: { a: to("#/components/parameters/b"), b: to("#/components/parameters/a") } },
      },
      "the $ref at /paths/~1pets/post/parameters/0 leads to #/components/parameters/a, which leads back to itself.",
    ],
    ["a path that leads to itself", api({ paths: { "/a": to("#/paths/~1a") } }), "which leads back to itself."],
  ])("%s", (_, value, message) => {
    expect(code(() => diff(operation({}), value))).toContain("contract-diff/unresolved-ref: new/api.json: ");
    expect(code(() => diff(operation({}), value))).toContain(message);
  });

  test("a schema that leads nowhere is left to those who compare schemas", () => {
    const value = response({ content: { "a/a": { schema: { $ref: "#/nowhere" } } } });
    expect(linesOf(diff(value, value))).toEqual(["schema/out-response"]);
  });

  test("a schema that is nothing but itself is left to those who compare schemas", () => {
    const round = {
      ...response({ content: { "a/a": { schema: { $ref: "#/components/schemas/A" } } } }),
      components: { schemas: { A: { $ref: "#/components/schemas/A" } } },
    };
    expect(linesOf(diff(round, round))).toEqual(["schema/out-response"]);
  });
});

describe("other files", () => {
  const value = parameter({ $ref: "../shared.json#/limit" });
  test("are found beside the file that refers to them", () => {
    const asked: string[] = [];
    const load = (file: string): ReturnType<typeof documentOf> => {
      asked.push(file);
      return documentOf({ limit: { in: "query", name: "limit" } }, file);
    };
    expect(linesOf(diff(value, value, { load }))).toEqual([]);
    expect(asked).toEqual(["shared.json", "shared.json"]);
  });

  test("are compared like the file itself", () => {
    const asked: string[] = [];
    const load = (file: string): ReturnType<typeof documentOf> => {
      asked.push(file);
      return documentOf({ limit: { in: "query", name: "limit", required: asked.length > 1 } }, file);
    };
    expect(linesOf(diff(value, value, { load }))).toEqual(["parameter-required backward major"]);
  });
});

describe("a hostile document", () => {
  test("may have paths, parameters and schemas called like what all objects have", () => {
    const names = JSON.parse(
      '{"__proto__":{"get":{"responses":{"200":{"content":{"__proto__":{"schema":{"properties":{"__proto__":{}}}}}}}}}}',
    ) as JsonObject;
    expect(linesOf(diff(api({ paths: {} }), api({ paths: names })))).toEqual(["path-added forward minor"]);
    expect(linesOf(diff(api({ paths: names }), api({ paths: names })))).toEqual([]);
    expect(linesOf(diff(parameter(), parameter({ in: "query", name: "constructor" })))).toEqual([
      "parameter-added none minor",
    ]);
    const constructors = response({ headers: { constructor: TEXT } });
    expect(linesOf(diff(response({ headers: {} }), constructors))).toEqual(["header-added forward minor"]);
  });

  test("may lack a key that all objects have", () => {
    const value = (properties: JsonObject): JsonObject => response({ content: { "a/a": { schema: { properties } } } });
    expect(linesOf(diff(value(JSON.parse('{"__proto__":{}}') as JsonObject), value({})))).toEqual([
      "schema/out-response",
    ]);
  });

  test("may have 100,000 paths", () => {
    const paths = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`/p${index}/{id}`, { get: OK }]));
    const renamed = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [`/p${index}/{name}`, { get: OK }]),
    );
    const { changes, examined } = diff(api({ paths }), api({ paths: renamed }));
    expect([changes.length, examined]).toEqual([0, 100_000]);
  });

  test("may have a chain of 100,000 references", () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, index) => [
        `s${index}`,
        { not: { $ref: `#/components/schemas/s${index + 1}` } },
      ]),
    );
    const value = (last: JsonObject): JsonObject => ({
      ...response({ content: { "a/a": { schema: { $ref: "#/components/schemas/s0" } } } }),
      components: { schemas: { ...schemas, s100000: last } },
    });
    expect(linesOf(diff(value({}), value({ type: "string" })))).toEqual(["schema/out-response"]);
  });

  test("that is nested 100,000 levels deep is refused with its place, and not with a stack overflow", () => {
    const deep = (levels: number): JsonObject => {
      let schema: JsonObject = {};
      for (let level = 0; level < levels; level++) schema = { not: schema };
      return response({ content: { "a/a": { schema } } });
    };
    expect(code(() => diff(deep(100_000), deep(100_000)))).toMatch(
      /contract-diff\/too-large: old\/api.json: \/paths\/.*\/not\/not.* is nested too deeply; the limit is 500/u,
    );
    expect(linesOf(diff(deep(300), deep(300)))).toEqual([]);
  });

  test("may have examples that are nested 100,000 levels deep", () => {
    const value = (): JsonObject => {
      let example: JsonValue = 1;
      for (let level = 0; level < 100_000; level++) example = [example];
      return operation({ "x-deep": example });
    };
    expect(linesOf(diff(value(), value()))).toEqual(["words none patch"]);
  });

  test("may have callbacks that lead back to themselves", () => {
    const value = (name: string): JsonObject => ({
      ...operation({ callbacks: { a: { $ref: "#/components/callbacks/a" } } }),
      components: {
        callbacks: {
          a: {
            "{$url}": { post: { ...OK, operationId: name, callbacks: { a: { $ref: "#/components/callbacks/a" } } } },
          },
        },
      },
    });
    const { changes } = diff(value("a"), value("b"));
    expect(changes.map(({ rule, subject }) => [rule, subject])).toEqual([["openapi/operation-id", "callback a"]]);
  });

  test("with an operation for each of two names of one shape is matched by name", () => {
    const value = api({ paths: { "/a/{x}": { get: OK }, "/a/{y}": { put: OK } } });
    expect(linesOf(diff(value, value))).toEqual([]);
  });
});
