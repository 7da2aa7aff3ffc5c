import { expect, it } from "vitest";
import { readSchemaFormat } from "./schema-format.ts";

it.each([
  ["application/vnd.aai.asyncapi;version=3.0.0", "draft-7"],
  ["application/vnd.aai.asyncapi+yaml;version=2.6.0", "draft-7"],
  ["application/schema+json;version=draft-07", "draft-7"],
  ["application/schema+yaml; version=draft-06", "draft-7"],
  ["application/schema+json;version=draft/2020-12", "2020-12"],
  ["application/schema+json;version=2020-12", "2020-12"],
  ["application/vnd.oai.openapi;version=3.0.3", "openapi-3.0"],
  ["application/vnd.oai.openapi+json;version=3.1.0", "openapi-3.1"],
])("%s is read as %s", (format, dialect) => {
  expect(readSchemaFormat(format)).toEqual({ dialect });
});

it.each([
  "application/vnd.apache.avro;version=1.9.0",
  "application/vnd.oai.openapi;version=2.0",
  "application/vnd.oai.openapi;version=3.10",
  "application/schema+json;version=draft-04",
  "application/schema+json",
  "application/raml+yaml;version=1.0",
  "",
])("%j is not compared", (format) => {
  expect(readSchemaFormat(format)).toEqual({ foreign: format });
});
