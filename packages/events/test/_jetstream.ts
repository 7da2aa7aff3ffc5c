import { createSystemClock } from "@cordon/core/system";
import { onTestFinished } from "vitest";
import { createJetStreamEventBus, type JetStreamEventBusOptions } from "../src/adapters/jetstream/index.ts";
import type { EventBus } from "../src/index.ts";

/** A name that no other test on the shared broker has. */
export function freshName(): string {
  return `events-${crypto.randomUUID().slice(0, 13)}`;
}

/** A bus on a broker, disposed of when the test ends. */
export function openJetStream(url: string, options: Partial<JetStreamEventBusOptions> = {}): EventBus {
  const bus = createJetStreamEventBus({
    clock: createSystemClock(),
    connection: { servers: url },
    stream: freshName(),
    limits: { storage: "memory", maxBytes: 16_777_216 },
    ...options,
  });
  onTestFinished(() => bus[Symbol.asyncDispose]());
  return bus;
}
