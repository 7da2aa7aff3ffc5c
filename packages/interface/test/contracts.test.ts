import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildContracts,
  changeProjectRequest,
  createProjectRequest,
  PROBLEM_STATUS,
  readRequest,
} from "../src/index.ts";
import { HTTP_STATUS } from "@cordon/transport/http";

const contracts = buildContracts();
const ajv = new Ajv2020({ strict: true, allErrors: false });
addFormats.default(ajv);

const validatorOf = (path: string) => ajv.compile(structuredClone(contracts.get(path)) as object);

const REQUESTS = [
  ["create-project", createProjectRequest],
  ["change-project", changeProjectRequest],
] as const;

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 10 }),
  fc.constantFrom(
    "",
    " x",
    "x ",
    "a\u0000b",
    "a\u202eb",
    "x".repeat(120),
    "x".repeat(121),
    "🚀".repeat(120),
    "🚀".repeat(121),
    "a\u2028",
  ),
);
const field = fc.oneof(
  text,
  fc.boolean(),
  fc.constantFrom(null, 0, 1, 1.5, -1, 2 ** 53),
  fc.dictionary(text, fc.oneof(text, fc.integer()), { maxKeys: 3 }),
);
const document = fc.record(
  { name: field, title: field, labels: field, archived: field, expectedRevision: field, other: field },
  { requiredKeys: [], noNullPrototype: true },
);

describe.each(REQUESTS)("%s", (dto, versions) => {
  test.each([1, 2])(
    "the published schema of version %i takes and refuses the same documents as the code",
    (version) => {
      const validate = validatorOf(`dto/${dto}/v${version}.json`);
      fc.assert(
        fc.property(document, (value) => {
          let taken = true;
          try {
            readRequest(versions as typeof createProjectRequest, version, value);
          } catch {
            taken = false;
          }
          expect({ value, taken: validate(value) }).toEqual({ value, taken });
        }),
        { numRuns: 3000 },
      );
    },
  );
});

test("every operation's references lead somewhere", () => {
  const openApi = JSON.stringify(contracts.get("openapi.json"));
  const known = Object.keys((contracts.get("openapi.json") as { components: { schemas: object } }).components.schemas);
  const referred = [...openApi.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name);
  expect(referred.length).toBeGreaterThan(20);
  expect(new Set(referred)).toEqual(new Set(known));
});

test("a problem's status is the status that HTTP is answered with", () => {
  for (const [kind, status] of Object.entries(PROBLEM_STATUS))
    expect(HTTP_STATUS[kind as keyof typeof HTTP_STATUS]).toBe(status);
});
