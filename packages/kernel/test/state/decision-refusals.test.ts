import { createMemoryStorage } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createDecisionLog } from "../../src/state/decision-log.ts";
import { decision, logWith } from "./_decisions.ts";
import { never } from "./_storages.ts";

const circular: unknown[] = [];
circular.push(circular);
let deep: unknown = 1;
for (let level = 0; level < 5000; level += 1) deep = [deep];
const trap = {
  get field(): never {
    throw new Error("hunter2");
  },
};

test.each([
  [{ actor: "" }, "/actor"],
  [{ actor: 7 }, "/actor"],
  [{ actor: "x".repeat(257) }, "/actor"],
  [{ actor: "é".repeat(129) }, "/actor"],
  [{ actor: "\ud800" }, "/actor"],
  [{ action: undefined }, "/action"],
  [{ action: "x".repeat(257) }, "/action"],
  [{ rationale: "" }, "/rationale"],
  [{ rationale: "x".repeat(4097) }, "/rationale"],
  [{ inputs: undefined }, "/inputs"],
  [{ inputs: { a: [1, undefined] } }, "/inputs/a/1"],
  [{ inputs: { "a/b~": Number.NaN } }, "/inputs/a~1b~0"],
  [{ inputs: [1n] }, "/inputs/0"],
  [{ inputs: () => 1 }, "/inputs"],
  [{ inputs: new Date(0) }, "/inputs"],
  [{ inputs: new Map() }, "/inputs"],
  [{ inputs: [, 1] }, "/inputs/0"], // oxlint-disable-line no-sparse-arrays
  [{ inputs: Object.assign([], { length: 1e9 }) }, "/inputs/0"],
  [{ inputs: "x".repeat(65_535) }, "/inputs"],
  [{ inputs: ["é".repeat(40_000)] }, "/inputs"],
  [{ inputs: "x".repeat(2 ** 28) }, "/inputs"],
  [{ inputs: Array.from({ length: 40_000 }, () => 1) }, "/inputs"],
  [{ inputs: trap }, "/inputs/field"],
  [{ output: Number.POSITIVE_INFINITY }, "/output"],
  [{ output: Symbol("x") }, "/output"],
  [{ confidence: -0.01 }, "/confidence"],
  [{ confidence: 1.01 }, "/confidence"],
  [{ confidence: Number.NaN }, "/confidence"],
  [{ confidence: "1" }, "/confidence"],
  [{ confidence: undefined }, "/confidence"],
  [{ envelopeId: "" }, "/envelopeId"],
  [{ envelopeId: null }, "/envelopeId"],
  [{ sequence: 1 }, "/sequence"],
])("a decision is refused, naming the field: case %#", async (change, pointer) => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
  const error: unknown = await log.append({ ...decision(), ...(change as object) }, never).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: "state/invalid", issues: [{ pointer }] });
  expect((error as Error).message).not.toContain("hunter2");
  expect(await log.count(never)).toBe(0);
});

test.each([[circular], [deep]])(
  "cycles and depths are refused without running out of stack: case %#",
  async (inputs) => {
    const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
    await expect(log.append({ ...decision(), inputs: inputs as never }, never)).rejects.toMatchObject({
      code: "state/invalid",
      issues: [{ message: "must have at most 64 levels" }],
    });
  },
);

test("everything that is wrong is said at once", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
  const error: unknown = await log.append({} as never, never).catch((thrown: unknown) => thrown);
  expect(
    (error as { readonly issues: readonly { readonly pointer: string }[] }).issues.map((each) => each.pointer),
  ).toEqual(["/actor", "/action", "/rationale", "/inputs", "/output", "/confidence"]);
});

test.each([null, undefined, 1, "x", [], new Proxy({}, { ownKeys: () => ["\ud800", "\ud800"] })])(
  "what is no decision at all is refused: case %#",
  async (value) => {
    const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
    await expect(log.append(value as never, never)).rejects.toMatchObject({ code: "state/invalid" });
  },
);

test("what is exactly as large as it may be is kept", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
  let levels: unknown = 1;
  for (let level = 0; level < 64; level += 1) levels = [levels];
  const largest = decision({
    actor: "x".repeat(256),
    action: "x".repeat(256),
    rationale: "y ".repeat(2048),
    inputs: "x".repeat(65_534),
    output: levels as never,
    envelopeId: "x".repeat(256),
  });
  expect(await log.append(largest, never)).toMatchObject(largest);
  expect(await log.verify(never)).toMatchObject({ ok: true });
});

test("a decision that is changed after the call is kept as it was", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
  const inputs = { list: [1] };
  const append = log.append(decision({ inputs }), never);
  inputs.list.push(2);
  expect((await append).inputs).toEqual({ list: [1] });
});

test("what looks like a secret is not kept, and numbers are", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock: createManualClock() });
  const entry = await log.append(
    decision({
      rationale: "asked with password=hunter2hunter2",
      inputs: { password: "hunter2", nested: [{ api_key: ["hunter2", { as: "hunter2" }], maxTokens: 512 }] },
      output: "Authorization: Bearer hunter2hunter2hunter2",
    }),
    never,
  );
  expect(JSON.stringify(await log.recent({ limit: 1 }, never))).not.toContain("hunter2");
  expect(entry.inputs).toEqual({
    password: "[redacted]",
    nested: [{ api_key: ["[redacted]", { as: "[redacted]" }], maxTokens: 512 }],
  });
  expect(await log.verify(never)).toMatchObject({ ok: true });
});

test.each([
  [{ limit: 0 }, "/limit"],
  [{ limit: 101 }, "/limit"],
  [{ limit: 1.5 }, "/limit"],
  [{ limit: "1" }, "/limit"],
  [{ limit: 1, before: 0 }, "/before"],
  [{ limit: 1, before: 1e15 }, "/before"],
  [{ limit: 1, after: 1 }, "/after"],
])("a page %j is refused", async (request, pointer) => {
  const log = await logWith(createMemoryStorage(), 1);
  const refusal = { code: "state/invalid", issues: [{ pointer }] };
  await expect(log.recent(request as never, never)).rejects.toMatchObject(refusal);
  await expect(log.byActor({ actor: "a", ...request } as never, never)).rejects.toMatchObject(refusal);
});

test("an actor that cannot be is refused", async () => {
  const log = await logWith(createMemoryStorage(), 1);
  for (const actor of ["", 7, "x".repeat(257), "\ud800"])
    await expect(log.byActor({ actor: actor as string, limit: 1 }, never)).rejects.toMatchObject({
      issues: [{ pointer: "/actor" }],
    });
});

test.each([{ name: "" }, { name: "a b" }, { name: "x".repeat(65) }, { maxWaitingBytes: 0 }, { maxWaitingBytes: 1.5 }])(
  "the options %j are a programmer's mistake",
  (options) => {
    const all = { storage: createMemoryStorage(), clock: createManualClock(), ...options };
    expect(() => createDecisionLog(all)).toThrow(RangeError);
  },
);
