import { createManualClock } from "@cordon/core/testing";
import { createMemoryLogger } from "@cordon/core";
import { expect, test } from "vitest";
import { abortable } from "../../src/adapters/jetstream/abortable.ts";
import { type BridgeOptions, resolveBridgeOptions } from "../../src/adapters/jetstream/bridge-options.ts";
import { errorOf, failureOf } from "../../src/adapters/jetstream/failure.ts";
import { createOwnTokens } from "../../src/adapters/jetstream/own-tokens.ts";
import { FRAME_LIMITS, parseJson } from "../../src/adapters/jetstream/parse-json.ts";
import { createProblemLog } from "../../src/adapters/jetstream/problem-log.ts";
import { createSeenIds } from "../../src/adapters/jetstream/seen-ids.ts";
import { busError, createTokenIssuer } from "../../src/index.ts";
import { quietServer, quietWorld } from "./_link.ts";
import { random } from "./_servers.ts";

const signing = { place: "somewhere", source: "feed", capability: "emit:tick" };

test("a frame opens at its place, for a minute and the leeway of clocks, judged as of when the broker took it", () => {
  const world = quietWorld();
  const [one, two] = [quietServer(world, "one"), quietServer(world, "two")];
  const sealedAt = world.clock.now();
  const frame = one.frames.seal(signing, { said: [1] });
  const open = (more: object = {}) => two.frames.open({ ...frame, place: "somewhere", ...more });
  const { body, origin, token } = open();
  expect([body, origin]).toEqual([{ said: [1] }, "one"]);
  expect(token.allows("feed", "emit:tick")).toBe(true);
  expect(token.allows("feed", "emit:tock")).toBe(false);
  expect(() => open({ place: "elsewhere" })).toThrow(/signed/);
  world.clock.advance(64_999);
  open();
  world.clock.advance(1);
  expect(() => open()).toThrow(/expired/);
  expect(() => open({ takenAt: sealedAt + 65_000 })).toThrow(/expired/);
  open({ takenAt: sealedAt + 64_000 });
  expect(() => open({ takenAt: sealedAt - 5001 })).toThrow(/not valid yet/);
});

test("a frame that is too large is refused before its signature is looked at", () => {
  const { frames } = quietServer(quietWorld(), "one");
  const frame = frames.seal(signing, {});
  const bytes = new Uint8Array(FRAME_LIMITS.maxBytes + 1);
  expect(() => frames.open({ ...frame, place: "somewhere", bytes })).toThrow(/too large/);
});

test("a frame whose signature is no signature, or that nobody says to have sent, costs no verification", () => {
  const { frames } = quietServer(quietWorld(), "one");
  for (const [header, value] of [
    ["Cordon-Proof", "A".repeat(85)],
    ["Cordon-Proof", "A".repeat(87)],
    ["Cordon-Proof", "+".repeat(86)],
    ["Cordon-Origin", "no name"],
  ] as const) {
    const frame = frames.seal(signing, {});
    frame.headers.set(header, value);
    expect(() => frames.open({ ...frame, place: "somewhere" })).toThrow(/: it is not signed/);
  }
});

test("a token is used again until half of its time is over", () => {
  const { options, clock } = quietServer(quietWorld(), "one");
  const tokenFor = createOwnTokens(options);
  const first = tokenFor("a", "b:c");
  expect(tokenFor("a", "b:d")).not.toBe(first);
  expect(tokenFor("x", "b:c")).not.toBe(first);
  clock.advance(29_999);
  expect(tokenFor("a", "b:c")).toBe(first);
  clock.advance(1);
  expect(tokenFor("a", "b:c")).not.toBe(first);
});

test("a server that has a token speaks within it, until it is over", () => {
  const world = quietWorld();
  const issuer = createTokenIssuer({ key: world.key, clock: world.clock, random });
  const authority = issuer.issue({ principals: ["a.>"], capabilities: ["b:*"], audience: "b", ttlMs: 100_000 });
  const { options, clock } = quietServer(world, "one", { authority });
  const tokenFor = createOwnTokens(options);
  expect(() => tokenFor("b", "b:c")).toThrow(/narrow/);
  expect(() => tokenFor("a.x", "c:c")).toThrow(/narrow/);
  const first = tokenFor("a.x", "b:c");
  expect(first.expiresAt - clock.now()).toBe(60_000);
  clock.advance(80_000);
  const second = tokenFor("a.x", "b:c");
  expect(second.expiresAt).toBe(authority.expiresAt);
  clock.advance(19_000);
  expect(tokenFor("a.x", "b:c")).toBe(second);
  clock.advance(1000);
  expect(() => tokenFor("a.x", "b:c")).toThrow(/expired/);
});

test("JSON is read within its limits, and what is refused is not repeated", () => {
  const read = (text: string) => parseJson(new TextEncoder().encode(text));
  expect(read('{"a":["[[{{\\"[\\\\",1]}')).toEqual({ a: ['[[{{"[\\', 1] });
  expect(read("[".repeat(80) + "]".repeat(80))).toBeDefined();
  // A quote that is part of a text does not end it.
  expect(read(`"\\"${"[".repeat(100)}"`)).toBe(`"${"[".repeat(100)}`);
  expect(() => read("[".repeat(81) + "]".repeat(81))).toThrow(/too deep/);
  expect(() => read(`${'{"a":'.repeat(81)}1${"}".repeat(81)}`)).toThrow(/too deep/);
  expect(read(`[${"[],".repeat(1000)}[]]`)).toHaveLength(1001);
  expect(() => parseJson(new Uint8Array(FRAME_LIMITS.maxBytes + 1))).toThrow(/too large/);
  for (const bad of ["", "hidden", "{", '"\ud800']) {
    expect(caught(() => read(bad))).toMatchObject([expect.stringMatching(/not JSON/), undefined]);
  }
  expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(/not JSON/);
});

test("the log of problems takes twenty a second, and then says how many it left out", () => {
  const clock = createManualClock();
  const logger = createMemoryLogger();
  const log = createProblemLog(logger, clock);
  for (let each = 0; each < 50; each += 1) log.tell("warn", "bad", new TypeError("hidden"));
  expect(logger.records).toHaveLength(20);
  expect(logger.records[0]?.fields).toEqual({ problem: "TypeError" });
  clock.advance(999);
  log.tell("warn", "bad", 1);
  expect(logger.records).toHaveLength(20);
  clock.advance(1);
  log.tell("error", "worse", busError("bus/closed", {}));
  expect(logger.records.slice(20).map(({ level, message, fields }) => [level, message, fields])).toEqual([
    ["warn", "problems of the bridge were left out of the log", { leftOut: 31 }],
    ["error", "worse", { code: "bus/closed", problem: "The bus was closed. Open another one." }],
  ]);
  clock.advance(1000);
  log.tell("warn", "bad", 1);
  expect(logger.records).toHaveLength(23);
});

test("ids are remembered up to a number of them, the oldest are forgotten", () => {
  const seen = createSeenIds(2);
  expect(["a", "a", "b", "c", "b", "a"].map((id) => seen.add(id))).toEqual([true, false, true, true, false, true]);
});

test("a failure crosses with what clients may see, and comes back as an error", () => {
  const failure = failureOf(busError("bus/busy", { to: "hidden", capacity: 3 }), "x");
  expect(Object.keys(failure).sort()).toEqual(["code", "kind", "message", "retryable"]);
  expect(errorOf(failure, "x")).toMatchObject({
    code: "bus/busy",
    kind: "rate-limited",
    retryable: true,
    details: { to: "x" },
  });
  expect(errorOf({ ...failure, kind: "made-up" }, "x").kind).toBe("dependency");
  expect(failureOf("hidden", "x")).toMatchObject({ code: "bus/responder-failed" });
  const long = failureOf(busError("bus/bridge-refused", { problem: "x".repeat(5000) }), "x");
  expect(long.message).toHaveLength(2000);
});

test("what can be aborted is over as soon as it is, and leaves no listener behind", async () => {
  const abort = new AbortController();
  await expect(abortable(Promise.resolve(1), abort.signal)).resolves.toBe(1);
  await expect(abortable(Promise.reject(new Error("x")), abort.signal)).rejects.toThrow("x");
  const pending = abortable(new Promise(() => undefined), abort.signal);
  abort.abort();
  await expect(pending).rejects.toMatchObject({ code: "core/aborted" });
  await expect(abortable(new Promise(() => undefined), abort.signal)).rejects.toMatchObject({ code: "core/aborted" });
});

test("options that cannot be are refused, by name", () => {
  const { options } = quietServer(quietWorld(), "one");
  const given: BridgeOptions = { ...options };
  for (const name of ["a.b", "", "a b", "a*", "a>", "x".repeat(129)]) {
    expect(() => resolveBridgeOptions({ ...given, name })).toThrow();
    expect(() => resolveBridgeOptions({ ...given, serverId: name })).toThrow();
  }
  const bad = { maxPending: 0, publishTimeoutMs: 2 ** 31, maxAgeMs: 119_999, maxBytes: 1.5, grantEveryMs: 99 };
  for (const [field, value] of Object.entries(bad))
    expect(() => resolveBridgeOptions({ ...given, [field]: value })).toThrow(new RegExp(`^${field}`));
  expect(Object.isFrozen(options)).toBe(true);
  expect(options).toMatchObject({
    maxPending: 10_000,
    publishTimeoutMs: 5000,
    maxAgeMs: 3_600_000,
    grantEveryMs: 5000,
  });
});

function caught(read: () => unknown): readonly unknown[] {
  try {
    return [read()];
  } catch (error) {
    return error instanceof Error ? [error.message, error.cause] : [error];
  }
}
