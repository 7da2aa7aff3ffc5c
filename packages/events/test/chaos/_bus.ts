import { createSystemClock } from "@cordon/core/system";
import { createJetStreamEventBus } from "../../src/adapters/jetstream/index.ts";
import type { EventBus } from "../../src/index.ts";
import { STREAM } from "./_messages.ts";

/** The bus of a process of the chaos test. */
export function chaosBus(servers: string): EventBus {
  return createJetStreamEventBus({
    clock: createSystemClock(),
    connection: { servers },
    stream: STREAM,
    limits: { maxBytes: 67_108_864 },
    timeoutMs: 60_000,
  });
}
