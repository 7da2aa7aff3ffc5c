import { createManualClock } from "@cordon/core/testing";
import { setTimeout as pause } from "node:timers/promises";
import { describe, inject } from "vitest";
import { eventBusCases } from "../src/conformance/index.ts";
import { createMemoryEventBus } from "../src/index.ts";
import { runSuite } from "../../../tools/testing/run-suite.ts";
import { freshName, openJetStream } from "./_jetstream.ts";

const natsUrl = inject("natsUrl");

describe("memory event bus", () => {
  runSuite(
    eventBusCases,
    async () => {
      const clock = createManualClock();
      const bus = createMemoryEventBus({ clock, maxEvents: 1000 });
      // What a reader is woken for comes after its promise has settled.
      const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
      const pass = async (ms: number): Promise<void> => {
        await settle();
        clock.advance(ms);
        await settle();
      };
      return { bus, pass, now: () => clock.now(), keeps: 1000 };
    },
    { abilities: ["gaps"] },
  );
});

describe.skipIf(natsUrl === "")("jetstream event bus", () => {
  runSuite(
    eventBusCases,
    async () => {
      const stream = freshName();
      const bus = openJetStream(natsUrl, { stream });
      return {
        bus,
        pass: async (ms) => {
          await pause(ms);
        },
        now: () => Date.now(),
        reopen: async () => openJetStream(natsUrl, { stream }),
      };
    },
    { abilities: ["restarts"] },
  );
});
