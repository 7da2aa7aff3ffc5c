import type { JsonObject, JsonValue } from "@cordon/core";
import { MEDIA_TYPES } from "../media-type.ts";
import { PUBLISHED_SCHEMAS } from "./schemas.ts";

// What most problems mean, unless an operation says it better.
const MEANINGS: Readonly<Record<number, string>> = {
  400: "The bytes cannot be read.",
  401: "No token, or one that is not accepted.",
  404: "No such project.",
  406: "Nothing that is accepted is on offer.",
  409: "A stale revision, or an idempotency key used for something else.",
  413: "Too large.",
  415: "A media type that is not taken.",
  422: "Fields at fault, each named.",
  429: "Too many requests.",
  503: "Not now.",
};

/** A parameter in the query. */
export function query(name: string, description: string, schema: JsonObject): JsonObject {
  return { name, in: "query", description, schema };
}

/** A parameter in the path. */
export function inPath(name: string, schema: JsonObject, description?: string): JsonObject {
  return { name, in: "path", required: true, ...(description === undefined ? {} : { description }), schema };
}

/** A body that is a DTO. */
export function body(name: string): JsonObject {
  return { required: true, content: contentOf(name) };
}

/** An answer that is a DTO. */
export function answer(description: string, name: string): JsonObject {
  return { description, content: contentOf(name) };
}

/** The problems that an operation may answer with, by status, and what they mean where that is not the usual. */
export function problems(
  statuses: readonly number[],
  meanings: Readonly<Record<number, string>> = {},
): Readonly<Record<string, JsonValue>> {
  const content = Object.fromEntries(
    ["json", "msgpack", "cbor"].map((format) => [`application/problem+${format}`, { schema: refTo("problem", 1) }]),
  );
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { description: meanings[status] ?? MEANINGS[status] ?? "A problem.", content },
    ]),
  );
}

/** What a DTO version is called among the components. */
export function componentOf(name: string, version: number): string {
  return `${name}.v${version}`;
}

function contentOf(name: string): JsonObject {
  const versions = PUBLISHED_SCHEMAS.filter((each) => each.name === name).map(({ version }) => version);
  // A DTO that a media type's version did not change keeps its own.
  const versionUnder = (media: number): number => Math.max(...versions.filter((version) => version <= media));
  return Object.fromEntries(
    MEDIA_TYPES.map(({ contentType, version }) => [contentType, { schema: refTo(name, versionUnder(version)) }]),
  );
}

function refTo(name: string, version: number): JsonObject {
  return { $ref: `#/components/schemas/${componentOf(name, version)}` };
}
