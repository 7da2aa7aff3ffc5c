import type { JsonObject } from "@cordon/core";
import { body, NUMBER, operation, TEXT } from "./_diff.ts";
import { pair, type Pair } from "./_pairs.ts";

const json = (schema: JsonObject = TEXT): JsonObject => ({ "application/json": schema });
const both = (rule: string): readonly string[] => [`${rule} backward major`, `${rule} forward minor`];

export const bodyPairs: readonly Pair[] = [
  pair(
    "an optional request body is added",
    operation({}),
    body({ content: json() }),
    ["request-body-added forward minor"],
    ["request-body-removed backward major"],
  ),
  pair(
    "a required request body is added",
    operation({}),
    body({ required: true, content: json() }),
    both("request-body-added"),
    both("request-body-removed"),
  ),
  pair(
    "a request body becomes required",
    body({ content: json() }),
    body({ required: true, content: json() }),
    ["request-body-required backward major"],
    ["request-body-optional forward minor"],
  ),
  pair(
    "a media type is added to a request",
    body({ content: json() }),
    body({ content: { ...json(), "application/xml": TEXT } }),
    ["request-media-type-added forward minor"],
    ["request-media-type-removed backward major"],
  ),
  pair(
    "a request takes a range of media types instead of one",
    body({ content: json() }),
    body({ content: { "application/*": TEXT } }),
    ["request-media-type-added forward minor"],
    ["request-media-type-removed backward major"],
  ),
  pair(
    "a request names a media type beside the range that covers it",
    body({ content: { "*/*": TEXT } }),
    body({ content: { "*/*": TEXT, ...json() } }),
    [],
  ),
  pair(
    "a request names a media type with another schema than the range that covers it",
    body({ content: { "*/*": TEXT } }),
    body({ content: { "*/*": TEXT, ...json(NUMBER) } }),
    ["schema/in-request"],
  ),
  pair(
    "the charset of JSON is written out",
    body({ content: json() }),
    body({ content: { "application/json; charset=UTF-8": TEXT } }),
    [],
  ),
  pair(
    "the charset of a text is fixed",
    body({ content: { "text/plain": TEXT } }),
    body({ content: { "text/plain; charset=utf-8": TEXT } }),
    ["request-media-type-removed backward major"],
    ["request-media-type-added forward minor"],
  ),
  pair(
    "a media type is written in another case",
    body({ content: json() }),
    body({ content: { "Application/JSON": TEXT } }),
    [],
  ),
  pair("the schema of a request changes", body({ content: json() }), body({ content: json(NUMBER) }), [
    "schema/in-request",
  ]),
  pair("a request gets a schema", body({ content: json({}) }), body({ content: json() }), ["schema/in-request"]),
  pair(
    "an example of a request changes",
    body({ content: json() }),
    body({ content: json({ ...TEXT, example: "a" }) }),
    ["words none patch"],
  ),
  pair(
    "a part of a form may be of one more type",
    body({ content: { "multipart/form-data": { ...TEXT, encoding: { photo: { contentType: "image/png" } } } } }),
    body({
      content: { "multipart/form-data": { ...TEXT, encoding: { photo: { contentType: "image/png, image/jpeg" } } } },
    }),
    ["encoding forward minor"],
    ["encoding backward major"],
  ),
  pair(
    "the type of a part of a form is written out",
    body({ content: { "multipart/form-data": { ...TEXT, encoding: {} } } }),
    body({ content: { "multipart/form-data": { ...TEXT, encoding: { photo: { contentType: "image/png" } } } } }),
    both("encoding"),
  ),
  pair(
    "a value of a form gets another style",
    body({ content: { "application/x-www-form-urlencoded": { ...TEXT, encoding: { tags: {} } } } }),
    body({
      content: { "application/x-www-form-urlencoded": { ...TEXT, encoding: { tags: { style: "pipeDelimited" } } } },
    }),
    both("encoding"),
  ),
  pair(
    "a part of a form has to have a header",
    body({ content: { "multipart/form-data": { ...TEXT, encoding: { photo: { headers: { "X-Id": TEXT } } } } } }),
    body({
      content: {
        "multipart/form-data": { ...TEXT, encoding: { photo: { headers: { "X-Id": { ...TEXT, required: true } } } } },
      },
    }),
    ["header-required backward major"],
    ["header-optional forward minor"],
  ),
  pair(
    "an encoding has no meaning for JSON",
    body({ content: json({ ...TEXT, encoding: { tags: {} } }) }),
    body({ content: json({ ...TEXT, encoding: { tags: { style: "pipeDelimited" } } }) }),
    [],
  ),
];
