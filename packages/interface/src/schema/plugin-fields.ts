import type { JsonObject, JsonValue } from "@cordon/core";
import * as z from "zod";
import { timeField } from "./fields.ts";

const CODE_MAX_CHARS = 22_369_624;
const SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
const FOLDER = new RegExp(`^${SEGMENT}(?:/${SEGMENT})*$`);

/** Any value; it must be there. */
export const jsonField: z.ZodType<JsonValue> = z.unknown().refine((value) => value !== undefined, {
  error: "is required",
}) as never;

/** An object whose fields are not ours to know. */
export const objectField: z.ZodType<JsonObject> = z.record(z.string(), z.unknown()) as never;

/** A manifest, read already or as text. Whether it is a good one is found out by who installs it. */
export const manifestField: z.ZodType<JsonObject | string> = z
  .unknown()
  .refine((value) => (typeof value === "string" ? value !== "" : isObject(value)), {
    error: "must be an object or a text",
  })
  .meta({ anyOf: [{ type: "string", minLength: 1 }, { type: "object" }] }) as never;

/** Bytes in base64, of as many as a plugin's code may have. */
export const codeField: z.ZodType<string> = z
  .string()
  .max(CODE_MAX_CHARS, { abort: true })
  .refine(isBase64, { error: "must be base64" })
  .meta({
    contentEncoding: "base64",
    pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
  });

/** A folder below another: names joined by `/`, none of which begins with a dot. */
export const folderField: z.ZodType<string> = z
  .string()
  .max(200, { abort: true })
  .refine((text) => FOLDER.test(text), {
    error: "must be names of letters, digits, dots, hyphens and underscores, joined by /, none beginning with a dot",
  })
  .meta({ pattern: FOLDER.source });

/** A text of at least one character. */
export function textField(max: number): z.ZodType<string> {
  return z
    .string()
    .max(max, { abort: true })
    .refine((text) => text !== "", { error: "must not be empty" })
    .meta({ minLength: 1 });
}

/** A moment that there is: the pattern alone takes a 30th of February. */
export const momentField: z.ZodType<string> = timeField.refine(
  (text) => Number.isFinite(Date.parse(text)) && new Date(text).toISOString() === text,
  { error: "is no date that there is" },
);

// Not by one pattern: matching millions of groups takes more stack than there is.
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(text.replace(/={1,2}$/, ""));
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
