import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createNodeHttpConnector, createNodeResolver } from "../src/adapters/node/index.ts";
import {
  createEgress,
  createMemoryHttpConnector,
  createMemoryResolver,
  type EgressOptions,
  type GrantOptions,
} from "../src/index.ts";
import { createRecordedEgress, ruleFor } from "./_recorded-egress.ts";

const OPTIONS: EgressOptions = {
  clock: createManualClock(),
  resolver: createMemoryResolver({}),
  connector: createMemoryHttpConnector(() => ({ status: 200 })),
};

test.each<[string, unknown]>([
  ["no options", undefined],
  ["no clock", { ...OPTIONS, clock: undefined }],
  ["no resolver", { ...OPTIONS, resolver: undefined }],
  ["a connector without function", { ...OPTIONS, connector: {} }],
  ["a limiter without function", { ...OPTIONS, limiter: {} }],
  ["a breaker without function", { ...OPTIONS, breaker: {} }],
  ["an unknown option", { ...OPTIONS, allowAll: true }],
  ["an unknown limit", { ...OPTIONS, limits: { maxBytes: 1 } }],
  ["a limit of 0", { ...OPTIONS, limits: { timeoutMs: 0 } }],
  ["a limit that is text", { ...OPTIONS, limits: { maxConcurrent: "8" } }],
  ["a limit without end", { ...OPTIONS, limits: { maxResponseBytes: Number.POSITIVE_INFINITY } }],
  ["a limit beyond timers", { ...OPTIONS, limits: { timeoutMs: 2 ** 31 } }],
  ["a pattern that is text", { ...OPTIONS, secretPatterns: [{ name: "x", pattern: "x" }] }],
  ["a listener that is none", { ...OPTIONS, onEvent: {} }],
])("createEgress with %s throws at once", (_what, options) => {
  expect(() => createEgress(options as EgressOptions)).toThrow(/./);
});

test.each<[string, unknown]>([
  ["no options", undefined],
  ["no rules", {}],
  ["an unknown option", { rules: [], hosts: ["a.example"] }],
  ["redirects without max", { rules: [], redirects: {} }],
  ["redirects as a word that is none", { rules: [], redirects: "follow" }],
  ["no redirects by a max of 0", { rules: [], redirects: { max: 0 } }],
  ["more redirects than the host's limit", { rules: [], redirects: { max: 6 } }],
  ["an owner with a space", { rules: [], owner: "a b" }],
  ["an owner as grants without one have", { rules: [], owner: "#1" }],
  ["an owner without end", { rules: [], owner: "x".repeat(129) }],
  ["secrets that are none", { rules: [], secrets: "KEY" }],
])("a grant with %s throws at once", (_what, options) => {
  expect(() => createRecordedEgress().host.grant(options as GrantOptions)).toThrow(/./);
});

test("adapters refuse options that cannot be, at once", () => {
  expect(() => createNodeResolver({ timeoutMs: 0 })).toThrow(RangeError);
  expect(() => createNodeResolver({ servers: ["no address"] })).toThrow(/./);
  expect(() => createNodeHttpConnector({ ca: "pem" as never })).toThrow(TypeError);
});

test("a grant's options can change afterwards, and nothing of the grant does", async () => {
  const { host } = createRecordedEgress();
  const rules = [ruleFor("a.example")];
  const egress = host.grant({ rules });
  rules.push(ruleFor("b.example"));
  const sent = egress.send({ method: "GET", url: "https://b.example/" }, new AbortController().signal);
  await expect(sent).rejects.toMatchObject({ code: "egress/denied" });
});
