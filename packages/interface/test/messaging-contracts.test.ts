import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildContracts,
  createBusGrantRequest,
  emitEventRequest,
  invokeModuleRequest,
  MEDIA_TYPES,
  narrowBusGrantRequest,
  publishEventRequest,
  readRequest,
  recordDecisionRequest,
  sendCommandRequest,
  setConfigRequest,
  stopModuleRequest,
  verifyDecisionsRequest,
  type VersionedRequest,
} from "../src/index.ts";

const contracts = buildContracts();
const ajv = new Ajv2020({ strict: true, allErrors: false });
addFormats.default(ajv);

const REQUESTS: readonly (readonly [name: string, versions: VersionedRequest<unknown>])[] = [
  ["publish-event", publishEventRequest],
  ["send-command", sendCommandRequest],
  ["emit-event", emitEventRequest],
  ["create-bus-grant", createBusGrantRequest],
  ["narrow-bus-grant", narrowBusGrantRequest],
  ["stop-module", stopModuleRequest],
  ["invoke-module", invokeModuleRequest],
  ["record-decision", recordDecisionRequest],
  ["verify-decisions", verifyDecisionsRequest],
  ["set-config", setConfigRequest],
];

const HASH = "0".repeat(64);
const text = fc.constantFrom(
  "",
  "x",
  "a.b",
  "a..b",
  ".a",
  "a:b",
  "a:*",
  "*",
  "a:b*",
  ":",
  "dead",
  "dead.a",
  "deadly",
  "é",
  "a b",
  "ping",
  "start",
  "stop",
  "invoke",
  HASH,
  `${HASH}0`,
  "2026-01-01T00:00:00.000Z",
  "2026-02-29T00:00:00.000Z",
  "x".repeat(128),
  "x".repeat(129),
  "x".repeat(200),
  "x".repeat(201),
  "x".repeat(300),
  "x".repeat(301),
);
const plain = fc.oneof(text, fc.constantFrom(null, true, false, 0, 1, 0.5, 1.5, -1, 300_000, 300_001, 2 ** 53));
const any = fc.oneof(
  { weight: 5, arbitrary: plain },
  fc.array(plain, { maxLength: 2 }),
  fc.dictionary(text, plain, { maxKeys: 2, noNullPrototype: true }),
);
const command = fc.record(
  { type: text, moduleId: any, method: any, payload: any, other: any },
  { requiredKeys: ["type"], noNullPrototype: true },
);
const ping = fc.record({ type: fc.constantFrom("ping", "start", "stop") }, { noNullPrototype: true });
const head = fc.record({ sequence: plain, hash: text }, { requiredKeys: [], noNullPrototype: true });
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  command: fc.oneof(any, command, ping),
  expectedHead: fc.oneof(any, head, fc.constant({ sequence: 1, hash: HASH })),
  event: fc.oneof(any, fc.constant({})),
};

/** Documents of the right fields, and sometimes another one. */
function documentOf(name: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const schema = contracts.get(`dto/${name}/v1.json`) as { readonly properties: object; readonly required?: string[] };
  const own = Object.fromEntries(Object.keys(schema.properties).map((field) => [field, FIELDS[field] ?? any]));
  const right = fc.record(own, { requiredKeys: schema.required ?? [], noNullPrototype: true });
  const wrong = fc.record({ ...own, other: any }, { requiredKeys: [], noNullPrototype: true });
  return fc.oneof({ weight: 4, arbitrary: right }, wrong);
}

describe.each(REQUESTS)("%s", (name, versions) => {
  test("the published schema takes and refuses the same documents as the code, under every media type", () => {
    const validate = ajv.compile(structuredClone(contracts.get(`dto/${name}/v1.json`)) as object);
    let takenAtAll = 0;
    fc.assert(
      fc.property(documentOf(name), fc.constantFrom(...MEDIA_TYPES), (value, { version }) => {
        let taken = true;
        try {
          expect(readRequest(versions, version, value)).toEqual(value);
          takenAtAll += 1;
        } catch (error) {
          if ((error as { readonly code?: string }).code !== "interface/invalid") throw error;
          taken = false;
        }
        expect({ value, taken: validate(value) }).toEqual({ value, taken });
      }),
      { numRuns: 3000 },
    );
    expect(takenAtAll).toBeGreaterThan(0);
  });
});

const issuesOf = (versions: VersionedRequest<unknown>, value: unknown): unknown => {
  try {
    readRequest(versions, 1, value);
  } catch (error) {
    return (error as { readonly issues: unknown }).issues;
  }
  return undefined;
};

test.each([
  [emitEventRequest, { kind: "a" }, { pointer: "/payload", message: "is required" }],
  [
    emitEventRequest,
    { kind: "a b", payload: 1 },
    { pointer: "/kind", message: "must be parts of letters, digits, _ and - with dots between them" },
  ],
  [
    createBusGrantRequest,
    { principal: "p", capability: "a", uses: 0 },
    { pointer: "/uses", message: "must be at least 1" },
  ],
  [
    createBusGrantRequest,
    { principal: "p", capability: "a::b" },
    {
      pointer: "/capability",
      message: "must be parts of letters, digits, _ . and - with : between them, such as browser:navigate or llm:*",
    },
  ],
  [
    publishEventRequest,
    { event: {}, topic: "dead.a" },
    {
      pointer: "/topic",
      message: "must be parts of letters, digits, _ and - with dots between them, and not begin with dead",
    },
  ],
  [publishEventRequest, { event: {}, topic: "deadly.a" }, undefined],
  [sendCommandRequest, { to: "a" }, { pointer: "/command", message: "is required" }],
  [stopModuleRequest, { cascade: 1 }, { pointer: "/cascade", message: "must be true or false" }],
] as const)("what is wrong is said, and not what it was: %#", (versions, value, issue) => {
  expect(issuesOf(versions as VersionedRequest<unknown>, value)).toEqual(issue && [issue]);
});

test("patterns take time that grows with the length of a text alone", () => {
  const long = `${"a.".repeat(500_000)}!`;
  expect(issuesOf(emitEventRequest, { kind: long, payload: 1 })).toEqual([
    { pointer: "/kind", message: "must be at most 128" },
  ]);
});
