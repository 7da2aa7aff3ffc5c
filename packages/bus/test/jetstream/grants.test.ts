import { createManualClock } from "@cordon/core/testing";
import { expect, inject, onTestFinished, test } from "vitest";
import { findNats, startNats } from "../../../../tools/testing/nats-server.ts";
import { createPaced } from "../../src/adapters/jetstream/paced.ts";
import { splitWord } from "../../src/adapters/jetstream/split-word.ts";
import { createTokenIssuer } from "../../src/index.ts";
import { busOf, clock, connectTo, pass, random, until } from "./_servers.ts";

const url = inject("natsUrl");

test.skipIf(url === "")("a grant is good on the other servers until it is revoked, wherever that is done", async () => {
  const { start } = busOf(url);
  const [one, two, three] = await Promise.all([start("one"), start("two"), start("three")]);
  const agents = [one, two, three].map(({ bus }) => bus.openSender("agent"));
  const all = (can: boolean) => () => agents.every((agent) => agent.can("emit:x") === can);
  one.bus.grantCapability("agent", "emit:*");
  await until(all(true));
  expect(two.bus.revokeCapability("agent", "emit:*")).toBe(1);
  expect(agents[1]?.can("emit:x")).toBe(false);
  expect(await until(all(false))).toBeLessThan(1000);
  await pass(1200);
  expect(all(false)()).toBe(true);
});

test.skipIf(url === "")("what was narrowed on one server ends with its parent on another", async () => {
  const { start } = busOf(url);
  const [one, two, three] = await Promise.all([start("one"), start("two"), start("three")]);
  const grant = one.bus.grantCapability("agent", "emit:*");
  await until(() => two.bus.grants("agent").length === 1);
  two.bus.grants("agent")[0]?.narrow({ principal: "helper", capability: "emit:a" });
  await until(() => [one, three].every(({ bus }) => bus.openSender("helper").can("emit:a")));
  grant.revoke();
  await until(() => [one, two, three].every(({ bus }) => !bus.openSender("helper").can("emit:a")));
});

test.skipIf(url === "")("a grant with a number of uses stays where it is, one with a time does not", async () => {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  one.bus.grantCapability("counted", "emit:*", { uses: 5 });
  one.bus.grantCapability("timed", "emit:*", { expiresAt: clock.now() + 700 });
  await until(() => two.bus.openSender("timed").can("emit:x"));
  expect(two.bus.openSender("counted").can("emit:x")).toBe(false);
  await until(() => !two.bus.openSender("timed").can("emit:x"));
});

test.skipIf(url === "")(
  "who comes later learns what there is at once, and who leaves takes its grants along",
  async () => {
    const { start } = busOf(url);
    const one = await start("one", { grantEveryMs: 60_000 });
    one.bus.grantCapability("agent", "emit:*");
    const two = await start("two", { grantEveryMs: 60_000 });
    two.bus.grantCapability("other", "emit:*");
    expect(await until(() => two.bus.openSender("agent").can("emit:x"))).toBeLessThan(5000);
    await until(() => one.bus.openSender("other").can("emit:x"));
    await one.bridge[Symbol.asyncDispose]();
    expect(one.bus.openSender("other").can("emit:x")).toBe(false);
    expect(one.bus.openSender("agent").can("emit:x")).toBe(true);
    await until(() => !two.bus.openSender("agent").can("emit:x"));
  },
);

test.skipIf(url === "")("grants of a server that cannot be heard end, and come back with it", async () => {
  const broker = await startNats(findNats() ?? "nats-server");
  onTestFinished(() => broker[Symbol.asyncDispose]());
  const { start } = busOf(broker.url);
  const [one, two] = await Promise.all([start("one", { grantEveryMs: 100 }), start("two", { grantEveryMs: 100 })]);
  one.bus.grantCapability("agent", "emit:*");
  const agent = two.bus.openSender("agent");
  await until(() => agent.can("emit:x"));
  await broker.stop("SIGKILL");
  expect(await until(() => !agent.can("emit:x"))).toBeLessThan(2000);
  expect(one.bus.openSender("agent").can("emit:x")).toBe(true);
  await broker.start();
  await until(() => agent.can("emit:x"));
});

test.skipIf(url === "")("what was revoked while the broker was away is over as soon as it is back", async () => {
  const broker = await startNats(findNats() ?? "nats-server");
  onTestFinished(() => broker[Symbol.asyncDispose]());
  const { start } = busOf(broker.url);
  const [one, two] = await Promise.all([
    start("one", { grantEveryMs: 20_000 }),
    start("two", { grantEveryMs: 20_000 }),
  ]);
  const grant = one.bus.grantCapability("agent", "emit:*");
  const agent = two.bus.openSender("agent");
  await until(() => agent.can("emit:x"));
  await broker.stop("SIGKILL");
  await until(() => one.connection.info === undefined);
  grant.revoke();
  await pass(50);
  expect(agent.can("emit:x")).toBe(true);
  await broker.start();
  expect(await until(() => !agent.can("emit:x"))).toBeLessThan(3000);
});

test.skipIf(url === "")("a token that is revoked on one server is refused by the others at once", async () => {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([
    start("one", { grantEveryMs: 60_000 }),
    start("two", { grantEveryMs: 60_000 }),
  ]);
  const id = "b".repeat(32);
  const expiresAt = clock.now() + 60_000;
  one.revocations.revoke(id, expiresAt);
  expect(await until(() => two.revocations.isRevoked(id, expiresAt))).toBeLessThan(1000);
  one.revocations.refuseThrough(7);
  await until(() => two.revocations.refusedThrough === 7);
});

test.skipIf(url === "")(
  "five thousand grants with long names and ten thousand revocations reach another server",
  async () => {
    const { start } = busOf(url);
    const [one, two] = await Promise.all([start("one", { grantEveryMs: 2000 }), start("two", { grantEveryMs: 2000 })]);
    for (let each = 0; each < 10_000; each += 1)
      one.revocations.revoke(each.toString(16).padStart(32, "0"), clock.now() + 60_000);
    const capability = `${"c".repeat(140)}:${"d".repeat(140)}:*`;
    const granted = Array.from({ length: 5002 }, (_, each) =>
      one.bus.grantCapability(`${"p".repeat(100)}${each}`, capability),
    );
    await until(() => two.bus.grants().length === 5000, 20_000);
    expect(two.revocations.entries()).toHaveLength(10_000);
    expect(one.logger.records.some(({ level, message }) => level === "error" && message.includes("more grants"))).toBe(
      true,
    );
    const took = await until(() => (granted[0]?.revoke(), two.bus.grants(`${"p".repeat(100)}0`).length === 0));
    expect(took).toBeLessThan(2000);
  },
);

test.skipIf(url === "")(
  "a server whose own authority does not reach its grants says so in its log, and is part of the bus all the same",
  async () => {
    const { start, key, name } = busOf(url);
    const issuer = createTokenIssuer({ key, clock, random });
    const authority = issuer.issue({ principals: ["agent"], capabilities: ["emit:*"], audience: name, ttlMs: 60_000 });
    const [one, two] = await Promise.all([start("one", { authority }), start("two")]);
    one.bus.grantCapability("agent", "emit:*");
    const got = two.bus.subscribe({ topic: "event.agent.>" });
    await one.bus.openSender("agent").emitEvent({ kind: "x", payload: 1 });
    await until(() => got.waiting === 1);
    expect(two.bus.openSender("agent").can("emit:x")).toBe(false);
    await until(() => one.logger.records.some(({ message }) => message.includes("could not be told")));
    await expect(
      one.bus.publish({ message: { kind: "event", event: { type: "pong", from: "x" } } }),
    ).rejects.toMatchObject({ code: "bus/not-narrower" });
  },
);

test.skipIf(url === "")("a storm of hellos makes a server speak twice a second at most", async () => {
  const { start, name } = busOf(url);
  const one = await start("one", { grantEveryMs: 60_000 });
  const stranger = await connectTo(url);
  let words = 0;
  stranger.subscribe(`cordon.bus.${name}.grants.*`, { callback: () => void (words += 1) });
  await stranger.flush();
  for (let burst = 0; burst < 20; burst += 1) {
    for (let each = 0; each < 250; each += 1) stranger.publish(`cordon.bus.${name}.hello`, "x");
    await stranger.flush();
    await pass(50);
  }
  await pass(200);
  expect(words).toBeGreaterThan(0);
  expect(words).toBeLessThan(6);
  expect(one.logger.records).toEqual([]);
});

test("parts of a word hold all of it, in order and within the size, what ends something first", () => {
  const grants = Array.from({ length: 50 }, (_, each) => ({
    id: `g${each}`,
    principal: "p".repeat(each),
    capability: "a:b",
    expiresAt: undefined,
    parentId: undefined,
  }));
  const ended = Array.from({ length: 30 }, (_, each) => `e${each}`);
  const revoked = [{ id: "a".repeat(32), expiresAt: 1 }];
  const parts = splitWord({ grants, ended, revoked }, 300);
  expect(parts.flatMap((part) => part.grants)).toEqual(grants);
  expect(parts.flatMap((part) => part.ended)).toEqual(ended);
  expect(parts.flatMap((part) => part.revoked)).toEqual(revoked);
  for (const { grants: some, ...rest } of parts) {
    const lists = [some, rest.ended, rest.revoked];
    expect(
      lists
        .flat()
        .map((item) => JSON.stringify(item).length + 1)
        .reduce((sum, size) => sum + size, 0),
    ).toBeLessThanOrEqual(300);
  }
  expect(parts[0]?.ended.length).toBeGreaterThan(0);
  expect(parts.at(-1)?.ended).toEqual([]);
  expect(splitWord({ grants: [], ended: [], revoked: [] }, 10)).toHaveLength(1);
  expect(splitWord({ grants, ended: [], revoked: [] }, 10)).toHaveLength(50);
});

test("what is paced is done at once, then once for all that asked meanwhile, and not after its end", async () => {
  const manual = createManualClock();
  let done = 0;
  const paced = createPaced(manual, 100, () => (done += 1));
  const ask = async (): Promise<void> => {
    paced.ask();
    paced.ask();
    await Promise.resolve();
  };
  await ask();
  expect(done).toBe(1);
  await ask();
  expect(done).toBe(1);
  manual.advance(100);
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(2);
  manual.advance(100);
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(2);
  await ask();
  expect(done).toBe(3);
  await ask();
  paced[Symbol.dispose]();
  manual.advance(1000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(3);
});
