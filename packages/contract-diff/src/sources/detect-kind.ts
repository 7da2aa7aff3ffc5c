import type { JsonObject, JsonValue } from "@cordon/core";
import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { shownText } from "./shown-text.ts";

/** The kinds of contract that are compared. */
export type ContractKind = "json-schema" | "openapi" | "asyncapi" | "event-type" | "wit";

type Test = (value: JsonValue) => boolean;

const TYPES = new Set<JsonValue>(["null", "boolean", "object", "array", "number", "string", "integer"]);
const DIALECT = /^https?:\/\/(json-schema\.org\/|spec\.openapis\.org\/oas\/)/;
const isText: Test = (value) => typeof value === "string";
const isSchema: Test = (value) => typeof value === "boolean" || isObject(value);
const areSchemas: Test = (value) => isObject(value) && Object.values(value).every(isSchema);
const isListOfSchemas: Test = (value) => isList(value) && value.length > 0 && value.every(isSchema);

// Words that say what a document must be. One of them makes a schema if its value fits: package.json has a `type` too.
const KEYWORDS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["$schema", (value) => typeof value === "string" && DIALECT.test(value)],
  ["$ref", isText],
  ["$dynamicRef", isText],
  ["$defs", areSchemas],
  ["definitions", areSchemas],
  ["type", (value) => (isList(value) ? value.length > 0 && value.every((each) => TYPES.has(each)) : TYPES.has(value))],
  ["enum", isList],
  ["const", () => true],
  ["not", isSchema],
  ["allOf", isListOfSchemas],
  ["anyOf", isListOfSchemas],
  ["oneOf", isListOfSchemas],
  ["properties", areSchemas],
  ["patternProperties", areSchemas],
]);
const ENVELOPE = ["specversion", "type", "source"];

/**
 * Which kind of contract a document is, by what it says of itself; `undefined` for what is none. Throws `contract-diff/invalid-contract` for
 * versions of OpenAPI and AsyncAPI that are not read: to skip them would look like a passed check.
 */
export function detectKind({ file, value }: ContractDocument): ContractKind | undefined {
  if (typeof value === "string") return file.toLowerCase().endsWith(".wit") ? "wit" : undefined;
  if (typeof value === "boolean") return "json-schema";
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, "swagger"))
    throw unsupported(file, "swagger", "Swagger 2.0 is not read: convert it to OpenAPI 3.0 or 3.1");
  if (Object.hasOwn(value, "openapi")) return versioned(file, value, "openapi");
  if (Object.hasOwn(value, "asyncapi")) return versioned(file, value, "asyncapi");
  const isAnySchema = Object.entries(value).some(([key, item]) => KEYWORDS.get(key)?.(item) === true);
  // An empty object is a schema that everything passes, and what a schema may become.
  if (!isAnySchema) return Object.keys(value).length === 0 ? "json-schema" : undefined;
  return isEventType(value) ? "event-type" : "json-schema";
}

function versioned(file: string, value: JsonObject, word: "openapi" | "asyncapi"): ContractKind {
  const version = value[word];
  // Without quotes, YAML takes 3.1 for a number.
  if (
    (typeof version === "string" && /^3(\.|$)/.test(version)) ||
    (typeof version === "number" && Math.floor(version) === 3)
  )
    return word;
  throw unsupported(
    file,
    word,
    `only version 3 is read, and this is ${shownText(JSON.stringify(version)).slice(0, 100)}: convert it first`,
  );
}

function unsupported(file: string, word: string, message: string): Error {
  return contractDiffError("contract-diff/invalid-contract", { file, issues: [{ pointer: `/${word}`, message }] });
}

/** An event type describes the envelope of CloudEvents, so its schema has the attributes that every event has. */
function isEventType(schema: JsonObject): boolean {
  const properties = Object.hasOwn(schema, "properties") ? schema["properties"] : undefined;
  if (!isObject(properties)) return false;
  return ENVELOPE.every((name) => Object.hasOwn(properties, name));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
