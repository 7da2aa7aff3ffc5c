import { createMessageBus, type MessageBusOptions } from "@cordon/bus";
import { createMemoryTelemetry } from "@cordon/core";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { type BrokerOptions, ServiceBroker } from "moleculer";
import { type BenchResult, interleave } from "../interleave.ts";

const PAYLOAD = { url: "https://example.org/", status: 200 };
const SETTINGS = { rounds: 31, iterationsPerRound: 5000 } as const;
const INVOKE = { type: "invoke", moduleId: "echo", method: "say", payload: PAYLOAD } as const;

/** A request and its answer, bare and with everything on, against a call of an action that does the same. */
export async function run(): Promise<readonly BenchResult[]> {
  const bare = await interleave({ ours: ourRequest({}, "kernel"), peer: await theirCall({}), ...SETTINGS });
  const guarded = await interleave({ ours: ourRequest({}, "sender"), peer: await theirCall({}), ...SETTINGS });
  const telemetry = createMemoryTelemetry({ random: createSystemRandom() });
  const full = await interleave({
    ours: ourRequest({ telemetry }, "sender"),
    peer: await theirCall({
      metrics: { enabled: true, reporter: [] },
      tracing: { enabled: true, exporter: [] },
      requestTimeout: 5000,
      circuitBreaker: { enabled: true },
      bulkhead: { enabled: true },
      retryPolicy: { enabled: true },
      tracking: { enabled: true },
    }),
    ...SETTINGS,
  });
  return [
    atMost("the kernel's request and its answer, against a bare call of Moleculer", bare, 1),
    atMost("a guarded request with a deadline, against a bare call of Moleculer", guarded, 1),
    atMost("a request with telemetry, guard and deadline, against a call through Moleculer's middleware", full, 0.2),
  ];
}

function ourRequest(options: Partial<MessageBusOptions>, who: "kernel" | "sender"): () => Promise<unknown> {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const bus = createMessageBus({ clock, random, ids: createTimeOrderedIds({ clock, random }), ...options });
  bus.respond({ name: "echo" }, ({ command }) => (command.type === "invoke" ? command.payload : null));
  bus.grantCapability("ada", "echo:*");
  const sender = who === "kernel" ? bus : bus.openSender("ada");
  return () => sender.request({ to: "echo", command: INVOKE, timeoutMs: 5000 });
}

async function theirCall(options: BrokerOptions): Promise<() => Promise<unknown>> {
  const broker = new ServiceBroker({ logger: false, ...options });
  broker.createService({
    name: "echo",
    actions: { say: ({ params }) => params as unknown },
  });
  await broker.start();
  return () => broker.call("echo.say", PAYLOAD);
}

function atMost(name: string, timing: Awaited<ReturnType<typeof interleave>>, most: number): BenchResult {
  return { name, ...timing, target: `at most ${most.toFixed(2)} of its time`, met: timing.ratioMedian <= most };
}
