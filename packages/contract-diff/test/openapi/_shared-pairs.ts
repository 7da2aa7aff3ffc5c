import type { JsonObject, JsonValue } from "@cordon/core";
import { api, body, NUMBER, operation, parameter, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const OK: JsonObject = { responses: { "200": { description: "Fine" } } };
const NAME: JsonObject = { type: "object", properties: { name: { type: "string" } } };
const withPet = (
  pet: JsonValue,
  others: JsonObject = {},
  schema: JsonValue = { $ref: "#/components/schemas/Pet" },
): JsonObject =>
  operation(
    { responses: { "200": { description: "", content: { "application/json": { schema } } } } },
    { components: { schemas: { Pet: pet, ...others } } },
  );

export const sharedPairs: readonly Pair[] = [
  pair("a shared schema changes", withPet(NAME), withPet({ type: "object" }), ["schema/out-response"]),
  pair("the words of a shared schema change", withPet(NAME), withPet({ ...NAME, description: "A pet" }), [
    "words none patch",
  ]),
  pair("a shared schema that nobody uses changes", withPet(NAME, { Dog: NAME }), withPet(NAME, { Dog: {} }), []),
  pair(
    "a schema that a shared schema refers to changes",
    withPet({ properties: { dog: { $ref: "#/components/schemas/Dog" } } }, { Dog: NAME }),
    withPet({ properties: { dog: { $ref: "#/components/schemas/Dog" } } }, { Dog: {} }),
    ["schema/out-response"],
  ),
  pair(
    "a schema that refers to itself changes",
    withPet({ properties: { mother: { $ref: "#/components/schemas/Pet" } } }),
    withPet({ properties: { mother: { $ref: "#/components/schemas/Pet" } }, required: ["mother"] }),
    ["schema/out-response"],
  ),
  pair("a shared schema is written in its place", withPet(NAME), withPet(NAME, {}, NAME), []),
  pair(
    "a property is called description",
    withPet({ properties: { description: { type: "string" } } }),
    withPet({ properties: { description: {} } }),
    ["schema/out-response"],
  ),
  pair(
    "a property is called like an extension",
    withPet({ properties: { "x-a": { type: "string" } } }),
    withPet({ properties: { "x-a": {} } }),
    ["schema/out-response"],
  ),
  pair(
    "required and enum are in another order",
    withPet({ required: ["a", "b"], enum: [1, 2] }),
    withPet({ required: ["b", "a"], enum: [2, 1] }),
    [],
  ),
  pair(
    "a branch with a discriminator gets another name",
    withPet({ oneOf: [{ $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: "a" } }, { Dog: NAME }),
    withPet({ oneOf: [{ $ref: "#/components/schemas/Hound" }], discriminator: { propertyName: "a" } }, { Hound: NAME }),
    ["schema/out-response"],
  ),
  pair(
    "a branch without a discriminator gets another name",
    withPet({ oneOf: [{ $ref: "#/components/schemas/Dog" }] }, { Dog: NAME }),
    withPet({ oneOf: [{ $ref: "#/components/schemas/Hound" }] }, { Hound: NAME }),
    [],
  ),
  pair(
    "something is said beside a reference",
    withPet(NAME),
    withPet(NAME, {}, { $ref: "#/components/schemas/Pet", maxProperties: 1 }),
    ["schema/out-response"],
  ),
  pair(
    "words are said beside a reference",
    withPet(NAME),
    withPet(NAME, {}, { $ref: "#/components/schemas/Pet", description: "A pet" }),
    ["words none patch"],
  ),
  pair(
    "OpenAPI 3.0 takes no notice of what is beside a reference",
    { ...withPet(NAME), openapi: "3.0.3" },
    { ...withPet(NAME, {}, { $ref: "#/components/schemas/Pet", maxProperties: 1 }), openapi: "3.0.3" },
    [],
  ),
  pair("the version of OpenAPI changes", { ...withPet(NAME), openapi: "3.0.3" }, withPet(NAME), []),
  pair(
    "the version of OpenAPI changes, and nullable has no meaning any more",
    { ...withPet({ type: "string", nullable: true }), openapi: "3.0.3" },
    withPet({ type: "string", nullable: true }),
    ["schema/out-response"],
  ),
  pair(
    "a schema with an address of its own is always looked at",
    withPet({ $id: "https://a.example", ...NAME }),
    withPet({ $id: "https://a.example", ...NAME }),
    ["schema/out-response"],
  ),
  pair("a schema is true", withPet(true), withPet(false), ["schema/out-response"]),
  pair(
    "a shared parameter becomes required for all that use it",
    operation(
      { parameters: [{ $ref: "#/components/parameters/limit" }] },
      { components: { parameters: { limit: { in: "query", name: "limit" } } } },
    ),
    operation(
      { parameters: [{ $ref: "#/components/parameters/limit" }] },
      { components: { parameters: { limit: { in: "query", name: "limit", required: true } } } },
    ),
    ["parameter-required backward major"],
    ["parameter-optional forward minor"],
  ),
  pair(
    "a parameter is shared",
    parameter({ in: "query", name: "limit" }),
    operation(
      { parameters: [{ $ref: "#/components/parameters/limit" }] },
      { components: { parameters: { limit: { in: "query", name: "limit" } } } },
    ),
    [],
  ),
  pair(
    "a shared example changes",
    operation(
      { requestBody: { content: { "text/plain": { examples: { a: { $ref: "#/components/examples/a" } } } } } },
      { components: { examples: { a: { value: 1 } } } },
    ),
    operation(
      { requestBody: { content: { "text/plain": { examples: { a: { $ref: "#/components/examples/a" } } } } } },
      { components: { examples: { a: { value: 2 } } } },
    ),
    ["words none patch"],
  ),
  pair(
    "a path item is behind a reference",
    api({ paths: { "/pets": { get: OK } } }),
    api({
      paths: { "/pets": { $ref: "#/components/pathItems/pets" } },
      components: { pathItems: { pets: { get: OK } } },
    }),
    [],
  ),
  pair(
    "the schema of one media type changes beside others",
    body({ content: { "a/a": TEXT, "b/b": TEXT } }),
    body({ content: { "a/a": TEXT, "b/b": NUMBER } }),
    ["schema/in-request"],
  ),
];
