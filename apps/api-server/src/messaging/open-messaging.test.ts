import { coreError, createMemoryLogger, createMemoryStorage, createNoopTelemetry, type Storage } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../read-config.ts";
import { type OpenMessaging, openMessaging } from "./open-messaging.ts";

const random = createSeededRandom(7);
const clock = createManualClock();
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function open(storage: Storage, env: Readonly<Record<string, string>> = {}): Promise<OpenMessaging> {
  const config = readConfig(env, { workingDir: "/nowhere" });
  const ports = { clock, random, ids: createSequentialIds(), logger: createMemoryLogger() };
  const telemetry = createNoopTelemetry({ random });
  const messaging = await openMessaging({ config, storage, telemetry, ...ports });
  onTestFinished(() => messaging[Symbol.asyncDispose]());
  return messaging;
}

/** A storage that answers nothing until it is told to. */
function silent(): { readonly storage: Storage; answer: () => void } {
  const inner = createMemoryStorage();
  const told = Promise.withResolvers<void>();
  const wait = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      void told.promise.then(resolve);
      signal.addEventListener("abort", () => reject(coreError("core/aborted", {})));
    });
  const storage: Storage = {
    get: (request, signal) => wait(signal).then(() => inner.get(request, signal)),
    list: (request, signal) => wait(signal).then(() => inner.list(request, signal)),
    commit: (request, signal) => wait(signal).then(() => inner.commit(request, signal)),
    check: (signal) => wait(signal),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  return { storage, answer: told.resolve };
}

test("a storage that does not answer delays the grants, and not the server for longer than ten seconds", async () => {
  const { storage, answer } = silent();
  let opened: OpenMessaging | undefined;
  const opening = open(storage).then((messaging) => (opened = messaging));
  await settle();
  clock.advance(9999);
  await settle();
  expect(opened).toBeUndefined();
  clock.advance(1);
  const { isStarted } = await opening;
  expect(isStarted()).toBe(false);
  answer();
  await settle();
  expect(isStarted()).toBe(true);
});

test("a caller has one sender, in a name that no other kind of sender has", async () => {
  const { senderOf, kernel } = await open(createMemoryStorage());
  const sender = senderOf({ id: "ada" });
  expect(sender.name).toBe("api.ada");
  expect(senderOf({ id: "ada" })).toBe(sender);
  expect(sender.can("emit:hello")).toBe(false);
  kernel.bus.grantCapability("api.ada", "emit:hello");
  expect(sender.can("emit:hello")).toBe(true);
});

test("only the token that a server makes for itself, or is given to develop with, has every right", async () => {
  const listed = { CORDON_API_TOKENS: `dev=${"a".repeat(64)}` };
  expect((await open(createMemoryStorage(), listed)).senderOf({ id: "dev" }).can("a:b")).toBe(false);
  for (const env of [{}, { CORDON_TOKEN: "a-token-to-develop-with" }])
    expect((await open(createMemoryStorage(), env)).senderOf({ id: "dev" }).can("a:b")).toBe(true);
});
