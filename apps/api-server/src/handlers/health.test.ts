import { createMemoryStorage } from "@cordon/core";
import { expect, test } from "vitest";
import { createReadyHandler } from "./health.ts";

test.each([
  ["is up", false, true, true, undefined],
  ["is draining", true, true, true, "server/draining"],
  ["has lost its broker", false, false, true, "server/broker-lost"],
  ["has not started its plugins", false, true, false, "server/starting"],
])("a server that %s says whether it is ready", async (_what, draining, connected, started, code) => {
  const storage = createMemoryStorage();
  const ready = createReadyHandler({
    storage,
    isDraining: () => draining,
    isConnected: () => connected,
    isStarted: () => started,
  });
  const answer = ready.run(undefined as never, new AbortController().signal).then(
    () => undefined,
    (error: { readonly code: string }) => error.code,
  );
  expect(await answer).toBe(code);
});
