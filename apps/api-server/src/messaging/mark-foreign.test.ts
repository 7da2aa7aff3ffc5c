import { type BusLink, type BusRelay, createMessageBus, type MessageBus, type Received } from "@cordon/bus";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { markForeign } from "./mark-foreign.ts";

const RELAY: BusRelay = {
  forward: () => undefined,
  request: () => Promise.reject(new Error("none")),
  onGrant: () => {},
  onRevoke: () => {},
  onResponder: () => {},
};

test("a reader can tell what a bridge brought from what was published here", async () => {
  const ids = createSequentialIds();
  const make = (): MessageBus => createMessageBus({ clock: createManualClock(), random: createSeededRandom(1), ids });
  const [here, there] = [make(), make()];
  const { marked, isForeign } = markForeign(here);
  const link: BusLink = marked.link(RELAY);
  const seen: boolean[] = [];
  const subscription = here.subscribe();
  const reading = subscription.consume((received: Received) => {
    if (received.kind === "message") seen.push(isForeign(received.envelope));
    if (seen.length === 2) subscription[Symbol.dispose]();
  });
  const message = { kind: "event", event: { type: "custom", moduleId: "m", kind: "k", payload: 1 } } as const;
  await here.publish({ message });
  await link.deliver({ envelope: await there.publish({ message }), to: undefined });
  await reading;
  expect(seen).toEqual([false, true]);
  link[Symbol.dispose]();
});
