import type { Dialect } from "../schema/dialect.ts";
import { plainMediaType } from "./media-type.ts";

/** What a payload or a header schema is written in. */
export type SchemaLanguage = { readonly dialect: Dialect } | { readonly foreign: string };

/** What AsyncAPI takes where no format is said: its own schema object, which is draft-07 with a few annotations. */
export const ASYNC_API_LANGUAGE: SchemaLanguage = { dialect: "draft-7" };

/** Reads a `schemaFormat`. What is no JSON Schema, or one of a draft that is not read here, is foreign and keeps its name. */
export function readSchemaFormat(text: string): SchemaLanguage {
  const format = plainMediaType(text);
  const [type = "", ...parameters] = format.split(";");
  const version = parameters.find((parameter) => parameter.startsWith("version="))?.slice("version=".length) ?? "";
  const [, name = type] = /^(.*?)(?:\+(?:json|yaml))?$/.exec(type) ?? [];
  const dialect = dialectOf(name, version);
  return dialect === undefined ? { foreign: format } : { dialect };
}

function dialectOf(name: string, version: string): Dialect | undefined {
  if (name === "application/vnd.aai.asyncapi") return "draft-7";
  if (name === "application/vnd.oai.openapi") {
    if (/^3\.0(?:\.|$)/.test(version)) return "openapi-3.0";
    return /^3\.1(?:\.|$)/.test(version) ? "openapi-3.1" : undefined;
  }
  if (name !== "application/schema") return undefined;
  if (/^draft-0?[67]$/.test(version)) return "draft-7";
  return /^(?:draft[-/])?2020-12$/.test(version) ? "2020-12" : undefined;
}
