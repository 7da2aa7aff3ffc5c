import { createMessageBus } from "@cordon/bus";
import { buildContracts, createBusGrantRequest, readRequest } from "@cordon/interface";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BINDINGS } from "../src/router/bindings.ts";
import { type Ask, faultOf, messagingApi } from "./_messaging.ts";

const contracts = buildContracts();
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
for (const [path, schema] of contracts) if (path.startsWith("dto/")) ajv.addSchema(structuredClone(schema), path);

const EVENT = { specversion: "1.0", id: "e", source: "/o", type: "orders.created" };
const DECISION = { action: "a", rationale: "r", inputs: 1, output: { deep: [1] }, confidence: 1 };

test("what the routes answer with fits the published contracts", async () => {
  const { ask, allow, run } = await messagingApi();
  await run("greeter", { greet: () => "hi" });
  const id = await allow("api.alice", "*");
  const calls: readonly (readonly [dto: string, path: string, ask?: Ask])[] = [
    ["event-receipt", "/v1/events", { body: { event: EVENT } }],
    ["command-result", "/v1/bus/commands", { body: { to: "greeter", command: { type: "ping" } } }],
    ["command-result", "/v1/bus/commands", { body: { to: "greeter", command: { type: "ping" }, wait: false } }],
    ["bus-message", "/v1/bus/events", { body: { kind: "k", payload: null } }],
    [
      "bus-grant",
      "/v1/bus/grants",
      { body: { principal: "p", capability: "a:*", expiresAt: "2999-01-01T00:00:00.000Z" } },
    ],
    ["bus-grant", `/v1/bus/grants/${id}/narrow`, { body: { principal: "p", capability: "a:b", uses: 3 } }],
    ["bus-grant-list", "/v1/bus/grants?limit=1"],
    ["problem", "/v1/bus/commands", { as: "bob", body: { to: "greeter", command: { type: "ping" } } }],
    ["bus-audit", "/v1/bus/audit"],
    ["module-list", "/v1/modules"],
    ["module-status", "/v1/modules/greeter"],
    ["module-result", "/v1/modules/greeter/invoke", { body: { method: "greet", payload: null } }],
    ["module", "/v1/modules/greeter/stop", { body: {} }],
    ["module-status", "/v1/modules/greeter"],
    ["module", "/v1/modules/greeter/start", { method: "POST" }],
    ["decision", "/v1/decisions", { body: DECISION }],
    ["decision", "/v1/decisions", { body: { ...DECISION, envelopeId: "m" } }],
    ["decision-list", "/v1/decisions?limit=1"],
    ["decision-head", "/v1/decisions/head"],
    ["decision-verdict", "/v1/decisions/verify", { method: "POST" }],
    ["decision-verdict", "/v1/decisions/verify", { body: { expectedHead: { sequence: 9, hash: "0".repeat(64) } } }],
    ["config-entry", "/v1/config/a.b", { method: "PUT", body: { value: [1, null] } }],
    ["config-list", "/v1/config"],
  ];
  for (const [dto, path, given] of calls) {
    const answer = await ask(path, given);
    const fits = ajv.validate(`dto/${dto}/v1.json`, answer.body);
    expect({ dto, path, body: answer.body, errors: fits ? [] : ajv.errors }).toMatchObject({ errors: [] });
  }
});

const ROUTES = BINDINGS.filter(({ operation }) =>
  /^(?:events|bus|bus-grants|modules|decisions|config)\./.test(operation),
);

test.each(ROUTES)("$method $path needs a token, and takes no parameter that it does not know", async (binding) => {
  const { ask } = await messagingApi();
  const path = binding.path.replaceAll(/:\w+/g, "x");
  const method = binding.method as Ask["method"] & string;
  const sent = { method, ...(method === "POST" || method === "PUT" ? { body: {} } : {}) };
  expect(faultOf(await ask(path, { ...sent, as: "" }))).toEqual([401, "auth/required", []]);
  expect(faultOf(await ask(path, { ...sent, as: "mallory" }))).toEqual([401, "auth/rejected", []]);
  const unknown = await ask(`${path}?unknown=1`, sent);
  expect(faultOf(unknown)).toEqual([422, "server/invalid-parameters", ["/unknown"]]);
});

test("what the API takes as a principal or a capability, the bus takes, too, and the other way round", async () => {
  const [clock, random, ids] = [createManualClock(), createSeededRandom(1), createSequentialIds()];
  await using bus = createMessageBus({ clock, random, ids });
  const part = fc.constantFrom(
    "a",
    "B-",
    "_",
    "*",
    ".",
    "a.b",
    "",
    " ",
    "é",
    "-x",
    ">",
    "x".repeat(27),
    "x".repeat(28),
    "x".repeat(99),
    "x".repeat(100),
  );
  const text = fc.oneof(
    fc.array(part, { maxLength: 4 }).map((parts) => parts.join(":")),
    fc.array(part, { maxLength: 4 }).map((parts) => parts.join(".")),
  );
  const takes = (take: () => unknown): boolean => {
    try {
      take();
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(text, text, (principal, capability) => {
      const ours = takes(() => readRequest(createBusGrantRequest, 1, { principal, capability }));
      const theirs = takes(() => bus.grantCapability(principal, capability).revoke());
      expect({ principal, capability, taken: ours }).toEqual({ principal, capability, taken: theirs });
    }),
    { numRuns: 2000 },
  );
});
