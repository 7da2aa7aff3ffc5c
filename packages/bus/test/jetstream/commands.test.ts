import { coreError } from "@cordon/core";
import { expect, inject, onTestFinished, test } from "vitest";
import { findNats, startNats } from "../../../../tools/testing/nats-server.ts";
import { busError } from "../../src/index.ts";
import { type BusServer, busOf, collect, pass, until } from "./_servers.ts";

const url = inject("natsUrl");
const invoke = (moduleId: string, payload: unknown = null) =>
  ({ to: moduleId, command: { type: "invoke", moduleId, method: "say", payload }, timeoutMs: 5000 }) as never;

async function pairOf(options: object = {}): Promise<readonly [BusServer, BusServer]> {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([start("one", options), start("two", options)]);
  return [one, two];
}

test.skipIf(url === "")(
  "a request is answered by a responder of another server, in the name of who asked",
  async () => {
    const [one, two] = await pairOf();
    two.bus.respond({ name: "echo.a" }, ({ command, envelope }) => [
      command.type === "invoke" ? command.payload : 0,
      envelope.source,
    ]);
    await two.connection.flush();
    one.bus.grantCapability("ada", "echo.a:say");
    const sent = one.bus
      .openSender("ada")
      .request({ ...(invoke("echo.a", { x: [1] }) as object), timeoutMs: 1500.5 } as never);
    await expect(sent).resolves.toEqual([{ x: [1] }, "ada"]);
    await expect(one.bus.openSender("eve").request(invoke("echo.a"))).rejects.toMatchObject({ code: "bus/denied" });
    await expect(one.bus.request(invoke("nobody"))).rejects.toMatchObject({ code: "bus/no-responder" });
  },
);

test.skipIf(url === "")("what a responder fails with arrives with its code, and without what is inside", async () => {
  const [one, two] = await pairOf();
  two.bus.respond({ name: "bad" }, ({ command }) => {
    const what = command.type === "invoke" ? command.payload : null;
    if (what === "own") throw busError("bus/busy", { to: "secret-detail", capacity: 1 });
    if (what === "core") throw coreError("core/aborted", {});
    throw new TypeError("secret internals");
  });
  await two.connection.flush();
  const own = await one.bus.request(invoke("bad", "own")).catch((error: unknown) => error);
  expect(own).toMatchObject({ code: "bus/busy", kind: "rate-limited", retryable: true, details: { to: "bad" } });
  await expect(one.bus.request(invoke("bad", "core"))).rejects.toMatchObject({ code: "core/aborted", kind: "aborted" });
  const other = await one.bus.request(invoke("bad", "x")).catch((error: unknown) => error);
  expect(other).toMatchObject({ code: "bus/responder-failed" });
  expect(JSON.stringify([other, String(other)])).not.toContain("secret");
});

test.skipIf(url === "")(
  "a request ends when its time is over, or it is aborted, and leaves nothing behind",
  async () => {
    const [one, two] = await pairOf();
    let asked = 0;
    two.bus.respond({ name: "mute" }, () => {
      asked += 1;
      return new Promise(() => undefined);
    });
    await two.connection.flush();
    const late = one.bus.request({ ...(invoke("mute") as object), timeoutMs: 100 } as never);
    await expect(late).rejects.toMatchObject({ code: "bus/request-timeout", details: { to: "mute", timeoutMs: 100 } });
    const abort = new AbortController();
    const aborted = one.bus.request(invoke("mute"), abort.signal);
    await until(() => asked === 2);
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ code: "core/aborted" });
  },
);

test.skipIf(url === "")(
  "servers that answer a name share the work, and a thousand requests are each answered once",
  async () => {
    const { start } = busOf(url);
    const [one, two, three] = await Promise.all([start("one"), start("two"), start("three")]);
    const answered: string[][] = [[], []];
    for (const [at, server] of [two, three].entries())
      server.bus.respond({ name: "work", capacity: 10_000 }, ({ envelope }) => {
        answered[at]?.push(envelope.id);
        return at;
      });
    await Promise.all([two, three].map(({ connection }) => connection.flush()));
    const answers = await Promise.all(Array.from({ length: 1000 }, () => one.bus.request(invoke("work"))));
    expect(answers).toHaveLength(1000);
    expect(new Set(answered.flat()).size).toBe(1000);
    expect(answered.flat()).toHaveLength(1000);
    for (const list of answered) expect(list.length).toBeGreaterThan(100);
  },
);

test.skipIf(url === "")(
  "a command that wants no answer goes to exactly one responder, and others look on",
  async () => {
    const { start } = busOf(url);
    const servers = await Promise.all(["one", "two", "three"].map((id) => start(id)));
    const [one, two, three] = servers as [BusServer, BusServer, BusServer];
    const got: string[] = [];
    for (const server of [two, three])
      server.bus.respond({ name: "job" }, ({ envelope }) => {
        got.push(envelope.id);
        return null;
      });
    await Promise.all([two, three].map(({ connection }) => connection.flush()));
    const lists = servers.map(({ bus }) => collect(bus, "command.>"));
    const { to, command } = invoke("job") as { to: string; command: never };
    const message = { kind: "command", command } as const;
    const sent = await Promise.all(Array.from({ length: 20 }, () => one.bus.publish({ message, to })));
    // One that is taken here goes to nobody else.
    await two.bus.publish({ message, to });
    await until(() => got.length >= 21 && lists.every((list) => list.length === 21));
    await pass(100);
    expect(got).toHaveLength(21);
    expect(new Set(got).size).toBe(21);
    for (const { id } of sent) expect(got).toContain(id);
  },
);

test.skipIf(url === "")(
  "a responder that is disposed answers no more; what it had is told that there is nobody",
  async () => {
    const [one, two] = await pairOf();
    let asked = 0;
    const responder = two.bus.respond({ name: "gone" }, () => {
      asked += 1;
      return new Promise(() => undefined);
    });
    await two.connection.flush();
    const pending = one.bus.request(invoke("gone"));
    await until(() => asked === 1);
    responder[Symbol.dispose]();
    await expect(pending).rejects.toMatchObject({ code: "bus/no-responder" });
    await two.connection.flush();
    await expect(one.bus.request(invoke("gone"))).rejects.toMatchObject({ code: "bus/no-responder" });
  },
);

test.skipIf(url === "")(
  "an answer, or a request, that the broker does not take for its size is told at once",
  async () => {
    const [one, two] = await pairOf();
    const big = "x".repeat(1_048_300);
    const codeOf = (sent: Promise<unknown>): Promise<unknown> =>
      sent.then(
        () => "sent",
        (error: unknown) => (error as { readonly code: string }).code,
      );
    two.bus.respond({ name: "big" }, () => big);
    await two.connection.flush();
    expect(await codeOf(one.bus.request(invoke("big")))).toBe("bus/bridge-too-large");
    expect(await codeOf(one.bus.request(invoke("big", big)))).toBe("bus/bridge-too-large");
  },
);

test.skipIf(url === "")("requests under way end with the bridge of who asked", async () => {
  const [one, two] = await pairOf();
  let asked = 0;
  two.bus.respond({ name: "mute" }, () => {
    asked += 1;
    return new Promise(() => undefined);
  });
  await two.connection.flush();
  const pending = one.bus.request(invoke("mute"));
  await until(() => asked === 1);
  const ended = pending.catch((error: unknown) => error);
  await one.bridge[Symbol.asyncDispose]();
  expect(await ended).toMatchObject({ code: "bus/bridge-unavailable" });
});

test.skipIf(url === "")("requests that wait are bounded", async () => {
  const [one, two] = await pairOf({ maxPending: 2 });
  two.bus.respond({ name: "mute" }, () => new Promise(() => undefined));
  two.bus.respond({ name: "quick" }, () => 1);
  await two.connection.flush();
  const abort = new AbortController();
  const waiting = [1, 2].map(() => one.bus.request(invoke("mute"), abort.signal).catch(() => "ended"));
  await expect(one.bus.request(invoke("quick"))).rejects.toMatchObject({ code: "bus/bridge-full" });
  abort.abort();
  await Promise.all(waiting);
  await expect(one.bus.request(invoke("quick"))).resolves.toBe(1);
});

test.skipIf(url === "")(
  "a request waits for a broker that restarts, unless its sender is stopped meanwhile",
  async () => {
    const broker = await startNats(findNats() ?? "nats-server");
    onTestFinished(() => broker[Symbol.asyncDispose]());
    const { start } = busOf(broker.url);
    const [one, two] = await Promise.all([start("one"), start("two")]);
    let asked = 0;
    two.bus.respond({ name: "echo" }, () => (asked += 1));
    const grant = one.bus.grantCapability("ada", "echo:*");
    await two.connection.flush();
    await broker.stop("SIGKILL");
    await until(() => one.connection.info === undefined);
    const command = { type: "invoke", moduleId: "echo", method: "say", payload: 1 } as const;
    const waiting = one.bus.request({ to: "echo", command, timeoutMs: 20_000 });
    const stopped = one.bus.openSender("ada").request({ to: "echo", command, timeoutMs: 20_000 });
    const denied = stopped.catch((error: unknown) => error);
    const late = one.bus.request({ to: "echo", command, timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({ code: "bus/bridge-unavailable" });
    grant.revoke();
    await broker.start();
    expect(await denied).toMatchObject({ code: "bus/denied" });
    // Whoever is back first may find nobody there yet.
    await waiting.catch((error: unknown) => expect(error).toMatchObject({ code: "bus/no-responder" }));
    expect(asked).toBeLessThanOrEqual(1);
  },
);
