import { expect, test } from "vitest";
import { createGrantListener, type GrantListener } from "../../src/adapters/jetstream/grant-listener.ts";
import { createProblemLog } from "../../src/adapters/jetstream/problem-log.ts";
import { subjectsOf } from "../../src/adapters/jetstream/subjects.ts";
import type { Sender } from "../../src/index.ts";
import { type QuietServer, quietServer, quietWorld, wordFrame } from "./_link.ts";

interface World {
  readonly here: QuietServer;
  readonly origin: QuietServer;
  readonly listener: GrantListener;
  readonly agent: Sender;
  /** Hears a word of the origin, or of another server. */
  readonly hear: (body: object, from?: string) => void;
}

const grant = (id: string, more: object = {}) => ({ id, principal: "agent", capability: "emit:*", ...more });
const word = (turn: number, more: object = {}) => ({
  epoch: 1,
  turn,
  part: 0,
  parts: 1,
  grants: [],
  ended: [],
  revoked: [],
  refusedThrough: 0,
  ...more,
});

function worldOf(): World {
  const world = quietWorld();
  const here = quietServer(world, "here");
  const origin = quietServer(world, "origin");
  const servers = new Map([["origin", origin]]);
  const listener = createGrantListener(
    here.options,
    here.frames,
    subjectsOf("b"),
    here.link,
    createProblemLog(here.logger, here.clock),
  );
  return {
    here,
    origin,
    listener,
    agent: here.bus.openSender("agent"),
    hear(body, from = "origin") {
      const server = servers.get(from) ?? quietServer(world, from);
      servers.set(from, server);
      listener.hear(wordFrame(server.frames, { at: here.clock.now(), ...body }, `cordon.bus.b.grants.${from}`));
    },
  };
}

test("a word puts grants in force, and one that leaves them out ends them", () => {
  const { hear, agent } = worldOf();
  hear(word(1, { grants: [grant("g")] }));
  expect(agent.can("emit:x")).toBe(true);
  hear(word(2));
  expect(agent.can("emit:x")).toBe(false);
});

test("an old word, or the same again, does not count", () => {
  const { hear, agent } = worldOf();
  hear(word(1, { grants: [grant("g")] }));
  hear(word(2));
  for (const old of [
    word(1, { grants: [grant("g")] }),
    word(2, { grants: [grant("g")] }),
    word(9, { epoch: 0, grants: [grant("g")] }),
  ]) {
    hear(old);
    expect(agent.can("emit:x")).toBe(false);
  }
  hear(word(1, { epoch: 2, grants: [grant("h")] }));
  expect(agent.can("emit:x")).toBe(true);
});

test("a server that has started anew withdraws what it does not say again", () => {
  const { hear, here } = worldOf();
  hear(word(9, { grants: [grant("a"), grant("b")] }));
  hear(word(1, { epoch: 2, grants: [grant("b")] }));
  expect(here.bus.grants("agent").map(({ id }) => id)).toEqual(["b"]);
});

test("what a server says lasts for three turns, and again for as long when it says so again", () => {
  const { hear, agent, here } = worldOf();
  hear(word(1, { grants: [grant("g")] }));
  here.clock.advance(14_999);
  expect(agent.can("emit:x")).toBe(true);
  hear(word(2, { grants: [grant("g")] }));
  here.clock.advance(14_999);
  expect(agent.can("emit:x")).toBe(true);
  here.clock.advance(1);
  expect(agent.can("emit:x")).toBe(false);
});

test("a word from another time is refused, with the reason", () => {
  const { hear, agent, here } = worldOf();
  for (const off of [-15_001, 15_001, Number.NaN])
    expect(() => hear(word(1, { at: here.clock.now() + off, grants: [grant("g")] }))).toThrow(/refused/);
  expect(agent.can("emit:x")).toBe(false);
  hear(word(1, { at: here.clock.now() - 15_000, grants: [grant("g")] }));
  expect(agent.can("emit:x")).toBe(true);
});

test("a server whose clock was turned back is believed again when its old words can be shown no more", () => {
  const { hear, agent, here } = worldOf();
  hear(word(5, { epoch: 1000, at: here.clock.now() + 10_000, grants: [grant("g")] }));
  here.clock.advance(39_999);
  hear(word(1, { epoch: 10, grants: [grant("h")] }));
  expect(agent.can("emit:x")).toBe(false);
  here.clock.advance(1);
  hear(word(1, { epoch: 10, grants: [grant("h")] }));
  expect(agent.can("emit:x")).toBe(true);
});

test("a grant that was revoked anywhere is over everywhere, with what was narrowed from it, and does not come back", () => {
  const { hear, agent, here } = worldOf();
  hear(word(1, { grants: [grant("g"), grant("child", { principal: "other", parentId: "g" })] }));
  expect(here.bus.openSender("other").can("emit:x")).toBe(true);
  hear(word(1, { ended: ["g"] }), "third");
  expect(agent.can("emit:x")).toBe(false);
  expect(here.bus.openSender("other").can("emit:x")).toBe(false);
  hear(word(2, { grants: [grant("g")] }));
  expect(agent.can("emit:x")).toBe(false);
});

test("what was narrowed on another server is known when its parent is, in whatever order they come", () => {
  const { hear, here } = worldOf();
  hear(word(1, { grants: [grant("child", { principal: "other", capability: "emit:a", parentId: "g" })] }), "third");
  expect(here.bus.openSender("other").can("emit:a")).toBe(false);
  hear(word(1, { grants: [grant("g")] }));
  expect(here.bus.openSender("other").can("emit:a")).toBe(true);
  expect(here.bus.openSender("other").can("emit:b")).toBe(false);
  hear(word(2));
  expect(here.bus.openSender("other").can("emit:a")).toBe(false);
});

test("a grant that two servers give lasts until neither does", () => {
  const { hear, agent, here } = worldOf();
  hear(word(1, { grants: [grant("g")] }));
  hear(word(1, { grants: [grant("g")] }), "third");
  hear(word(2));
  expect(agent.can("emit:x")).toBe(true);
  hear(word(2), "third");
  expect(agent.can("emit:x")).toBe(false);
  expect(here.bus.grants("agent")).toEqual([]);
});

test("a grant of this server is not another's to let lapse", () => {
  const { hear, agent, here } = worldOf();
  here.bus.grantCapability("agent", "emit:*", { id: "own" });
  hear(word(1, { grants: [grant("own")] }));
  hear(word(2));
  here.clock.advance(60_000);
  expect(agent.can("emit:x")).toBe(true);
});

test("a grant that cannot be is refused alone", () => {
  const { hear, agent, here } = worldOf();
  hear(word(1, { grants: [grant("bad", { capability: "no good" }), grant("worse", { principal: "" }), grant("g")] }));
  expect(agent.can("emit:x")).toBe(true);
  expect(here.logger.records.map(({ message }) => message)).toEqual(
    Array(2).fill("a grant of another server was refused"),
  );
});

test("a grant expires at its time, whatever its lease", () => {
  const { hear, agent, here } = worldOf();
  hear(word(1, { grants: [grant("g", { expiresAt: here.clock.now() + 1000 })] }));
  here.clock.advance(999);
  expect(agent.can("emit:x")).toBe(true);
  here.clock.advance(1);
  expect(agent.can("emit:x")).toBe(false);
});

test("revoked tokens are taken over with the first part of a word", () => {
  const { hear, here } = worldOf();
  const id = "a".repeat(32);
  hear(word(1, { parts: 2, revoked: [{ id, expiresAt: here.clock.now() + 1000 }], refusedThrough: 5 }));
  expect(here.options.revocations.isRevoked(id, here.clock.now() + 1000)).toBe(true);
  expect(here.options.revocations.refusedThrough).toBe(5);
});

test("a word in parts counts when its last has come, and not where one is missing or of another word", () => {
  const { hear, here } = worldOf();
  const part = (turn: number, at: number, id: string) => hear(word(turn, { part: at, parts: 3, grants: [grant(id)] }));
  const known = () => here.bus.grants("agent").map(({ id }) => id);
  hear(word(1, { grants: [grant("old")] }));
  part(2, 0, "a");
  part(2, 1, "b");
  expect(known()).toEqual(["old"]);
  // Again: by somebody who has seen them.
  part(2, 0, "a");
  part(2, 1, "b");
  part(2, 2, "c");
  expect(known()).toEqual(["a", "b", "c"]);
  part(3, 0, "d");
  part(3, 2, "e");
  expect(known()).toEqual(["a", "b", "c"]);
  part(4, 0, "f");
  part(3, 1, "g");
  part(4, 1, "h");
  part(5, 2, "i");
  expect(known()).toEqual(["a", "b", "c"]);
  part(6, 0, "j");
  part(6, 1, "k");
  part(6, 2, "l");
  expect(known()).toEqual(["j", "k", "l"]);
});

test("only the kernel of a server has a word, and only in that server's place", () => {
  const { here, origin, listener, agent } = worldOf();
  const body = { ...word(1, { grants: [grant("g")] }), at: here.clock.now() };
  const frames = [
    wordFrame(origin.frames, body, "cordon.bus.b.grants.third"),
    wordFrame(origin.frames, body, undefined, "kernel:grant"),
    wordFrame(origin.frames, body, undefined, undefined, "agent"),
    { ...wordFrame(origin.frames, body), place: "cordon.bus.b.grants.third" },
  ];
  for (const frame of frames) expect(() => listener.hear(frame)).toThrow();
  expect(agent.can("emit:x")).toBe(false);
});

test("a word with other or more than its fields is refused", () => {
  const { hear } = worldOf();
  const bad = [
    { turn: 1.5 },
    { part: 1, parts: 1 },
    { parts: 0 },
    { parts: 1000 },
    { part: -1 },
    { grants: [{ id: "x" }] },
    { ended: [1] },
    { revoked: [{ id: "zz", expiresAt: 1 }] },
    { refusedThrough: -1 },
    { grants: [grant("x", { principal: "p".repeat(500) })] },
    { extra: 1 },
  ];
  for (const more of bad) expect(() => hear(word(1, more))).toThrow(/shape/);
});

test("a bridge that ends lets go of what others gave", () => {
  const { hear, agent, listener } = worldOf();
  hear(word(1, { grants: [grant("g")] }));
  listener[Symbol.dispose]();
  expect(agent.can("emit:x")).toBe(false);
});
