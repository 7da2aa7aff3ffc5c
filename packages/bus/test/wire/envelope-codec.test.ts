import type { JsonValue } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { expect, test } from "vitest";
import {
  createMessageBus,
  type Envelope,
  fromWire,
  type Message,
  type PublishOptions,
  toWire,
} from "../../src/index.ts";
import { busContracts, envelopeSchema } from "../../src/wire/envelope-schema.ts";

const random = createSeededRandom(11);
const NAMES: readonly [string, ...string[]] = ["a", "A-b_9", "a.b.c", "-", "x".repeat(128)];
const LEAVES: readonly [JsonValue, ...JsonValue[]] = [
  null,
  true,
  false,
  0,
  -0.5,
  1e300,
  "",
  "text",
  "\u0000\u2028😀",
  "\ud800",
  "__proto__",
];

function pick<Item>(from: readonly [Item, ...Item[]]): Item {
  return from[(random.bytes(1)[0] ?? 0) % from.length] ?? from[0];
}

function json(depth: number): JsonValue {
  const kind = pick([0, 1, 2]);
  if (depth === 0 || kind === 0) return pick(LEAVES);
  const items = Array.from({ length: pick([0, 1, 2, 3]) }, () => json(depth - 1));
  if (kind === 1) return items;
  return Object.fromEntries(items.map((item, at) => [pick(["module_id", "moduleId", "", "a b", `k${at}`]), item]));
}

function message(): { readonly message: Message; readonly to?: string } {
  const [moduleId, other] = [pick(NAMES), pick(NAMES)];
  const event = (given: object): { readonly message: Message } => ({
    message: { kind: "event", event: given as never },
  });
  const command = (given: object): { readonly message: Message; readonly to: string } => ({
    message: { kind: "command", command: given as never },
    to: moduleId,
  });
  return pick([
    () => event({ type: "module_started", moduleId }),
    () => event({ type: "module_stopped", moduleId }),
    () => event({ type: "pong", from: moduleId }),
    () => ({ ...event({ type: "custom", moduleId, kind: other, payload: json(4) }), to: other }),
    () => event({ type: "custom", moduleId, kind: other, payload: json(4) }),
    () => command({ type: "start" }),
    () => command({ type: "stop" }),
    () => command({ type: "ping" }),
    () => command({ type: "invoke", moduleId, method: other, payload: json(4) }),
  ])();
}

async function envelopes(count: number): Promise<readonly Envelope[]> {
  const clock = createManualClock();
  const bus = createMessageBus({ clock, random, ids: createSequentialIds() });
  return Promise.all(
    Array.from({ length: count }, () => {
      clock.advance(pick([0, 1, 997.5, 86_400_000]));
      const beside = pick<PublishOptions>([
        {},
        { correlationId: "!~".repeat(64) },
        { causationId: "x", traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-00` },
        { traceparent: "garbage" },
      ]);
      return bus.publish({ ...message(), ...beside });
    }),
  );
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("every envelope that a bus makes is in the shape of its contract, and comes back the same", async () => {
  for (const envelope of await envelopes(2000)) {
    const wire = plain(toWire(envelope));
    expect(envelopeSchema.safeParse(wire).success).toBe(true);
    const back = fromWire(wire);
    expect(plain(back)).toEqual({ ...(plain(envelope) as object), timestamp: Math.trunc(envelope.timestamp) });
    expect(plain(toWire(back))).toEqual(wire);
    expect([back, back.message, ...Object.values(back.message)].every((part) => Object.isFrozen(part))).toBe(true);
  }
});

test("what is no envelope is refused with the place, and never by another error", async () => {
  const [envelope] = await envelopes(1);
  if (envelope === undefined) throw new Error("There is none.");
  const good = plain(toWire(envelope)) as Record<string, unknown>;
  const deep: unknown[] = [];
  for (let each: unknown[] = deep, level = 0; level < 100_000; level += 1) {
    const inner: unknown[] = [];
    each.push(inner);
    each = inner;
  }
  const custom = (more: object): object => ({
    ...good,
    message: { kind: "event", event: { type: "custom", module_id: "m", kind: "k", payload: 1, ...more } },
  });
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  const bad: readonly unknown[] = [
    undefined,
    null,
    1,
    "x",
    [],
    {},
    () => good,
    Symbol("x"),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("hidden");
        },
      },
    ),
    ...Object.keys(good)
      .filter((key) => !["correlation_id", "causation_id"].includes(key))
      .map((key) => ({ ...good, [key]: undefined })),
    { ...good, correlationId: "x" },
    { ...good, causation_id: null },
    { ...good, id: "\n" },
    { ...good, id: "x".repeat(129) },
    { ...good, source: "a..b" },
    { ...good, source: "a\n" },
    { ...good, source: "x".repeat(129) },
    { ...good, timestamp: "2026-01-01T00:00:00Z" },
    { ...good, timestamp: "2026-02-30T00:00:00.000Z" },
    { ...good, timestamp: "2026-01-01T00:00:00.000+01:00" },
    { ...good, traceparent: `01-${"a".repeat(32)}-${"b".repeat(16)}-00` },
    custom({ module_id: undefined }),
    custom({ moduleId: "m" }),
    custom({ payload: undefined }),
    custom({ payload: Number.NaN }),
    custom({ payload: () => 1 }),
    custom({ payload: 1n }),
    custom({ payload: new Date(0) }),
    custom({ payload: circle }),
    custom({ payload: deep }),
    custom({ payload: "x".repeat(1_048_577) }),
    custom({ kind: "*" }),
    custom({ kind: ">" }),
    custom({ type: "pong" }),
    { ...good, message: { kind: "command", command: { type: "start", to: "x" } } },
    { ...good, message: { kind: "command", event: { type: "pong", from: "a" } } },
    { ...good, message: { kind: "other" } },
  ];
  for (const value of bad) {
    let error: unknown;
    try {
      fromWire(value);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as { readonly code?: string } | undefined)?.code).toBe("bus/invalid-message");
    expect(JSON.stringify((error as { readonly details: unknown }).details)).not.toContain("hidden");
  }
});

test("a refusal names places by pointers, of 20 problems at most", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, each) => [`a/~${each}`.padEnd(100, "x"), 1]));
  const problem = (
    value: unknown,
  ): { readonly details: { readonly issues: readonly { readonly pointer: string }[] } } => {
    try {
      fromWire(value);
    } catch (error) {
      return error as never;
    }
    throw new Error("It was taken.");
  };
  expect(problem(many).details.issues.length).toBeLessThanOrEqual(20);
  const { issues } = problem({ message: { kind: "event", event: { type: "pong", from: "no name" } } }).details;
  expect(issues.map(({ pointer }) => pointer)).toContain("/message/event/from");
});

test("a large payload is read in good time", () => {
  const payload = Array.from({ length: 100_000 }, (_, each) => each);
  const event = { type: "custom", module_id: "m", kind: "k", payload };
  const begun = performance.now();
  fromWire({
    id: "i",
    source: "s",
    traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
    timestamp: "2026-01-01T00:00:00.000Z",
    message: { kind: "event", event },
  });
  const took = performance.now() - begun;
  expect(took).toBeLessThan(2000);
});

test("the contract has every field that the schema has, and allows no others", () => {
  const contracts = busContracts();
  expect([...contracts.keys()]).toEqual(["bus/envelope/v1.json"]);
  const contract = contracts.get("bus/envelope/v1.json");
  expect(contract).toMatchObject({
    $id: "urn:cordon:contract:bus-envelope:v1",
    additionalProperties: false,
    type: "object",
  });
  expect(Object.keys(contract?.["properties"] as object)).toEqual([
    "id",
    "source",
    "correlation_id",
    "causation_id",
    "traceparent",
    "timestamp",
    "message",
  ]);
  expect(contract?.["required"]).toEqual(["id", "source", "traceparent", "timestamp", "message"]);
  expect(JSON.stringify(contract)).toContain('"payload"');
});
