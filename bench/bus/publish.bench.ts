import { EventEmitter } from "node:events";
import { createMessageBus } from "@cordon/bus";
import { createSystemClock, createSystemRandom, createTimeOrderedIds } from "@cordon/core/system";
import { ServiceBroker } from "moleculer";
import { type BenchResult, interleave } from "../interleave.ts";

const SUBSCRIBERS = [1, 10, 1000] as const;
const ROUNDS = 31;
const PAYLOAD = { url: "https://example.org/", status: 200 };

interface Contestant {
  readonly publish: () => unknown;
  readonly received: () => number;
}

/** Publishing with the guard and provenance on, read by `for await` loops, against an emit to as many services. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const subscribers of SUBSCRIBERS) {
    const iterationsPerRound = subscribers === 1000 ? 200 : 5000;
    const compare = async (name: string, peer: Contestant, most: number | undefined): Promise<void> => {
      const ours = ourBus(subscribers);
      const timing = await interleave({
        ours: ours.publish,
        peer: peer.publish,
        rounds: ROUNDS,
        iterationsPerRound,
      });
      // What comes late or not at all would look like speed.
      const published = 2 * (ROUNDS + 5) * iterationsPerRound * subscribers;
      if (ours.received() !== published || peer.received() !== published / 2)
        throw new Error(`${name}: ${ours.received()} and ${peer.received()} messages were received, not ${published}.`);
      const target = most === undefined ? "no target" : `at most ${most.toFixed(2)} of its time`;
      results.push({ name, ...timing, target, met: most === undefined || timing.ratioMedian <= most });
    };
    const to = `guarded publish to ${subscribers}`;
    await compare(`${to}, against emit of Moleculer`, await moleculer(subscribers, "emit"), 0.333);
    await compare(`${to}, against broadcast of Moleculer`, await moleculer(subscribers, "broadcast"), 0.333);
    await compare(`${to}, against a bare EventEmitter`, emitter(subscribers), undefined);
  }
  return results;
}

function ourBus(subscribers: number): Contestant {
  const clock = createSystemClock();
  const random = createSystemRandom();
  const bus = createMessageBus({ clock, random, ids: createTimeOrderedIds({ clock, random }) });
  let received = 0;
  for (let each = 0; each < subscribers; each += 1) {
    const subscription = bus.subscribe({ topic: "event.*.page.loaded" });
    void (async () => {
      for await (const { kind } of subscription) if (kind === "message") received += 1;
    })();
  }
  bus.grantCapability("browser", "emit:*");
  const sender = bus.openSender("browser");
  return { publish: () => sender.emitEvent({ kind: "page.loaded", payload: PAYLOAD }), received: () => received };
}

async function moleculer(subscribers: number, how: "emit" | "broadcast"): Promise<Contestant> {
  const broker = new ServiceBroker({ logger: false });
  let received = 0;
  for (let each = 0; each < subscribers; each += 1) {
    broker.createService({
      name: `service${each}`,
      events: {
        "page.loaded": () => {
          received += 1;
        },
      },
    });
  }
  await broker.start();
  return { publish: () => broker[how]("page.loaded", PAYLOAD), received: () => received };
}

function emitter(subscribers: number): Contestant {
  const emitting = new EventEmitter({ captureRejections: false });
  emitting.setMaxListeners(subscribers);
  let received = 0;
  for (let each = 0; each < subscribers; each += 1)
    emitting.on("page.loaded", () => {
      received += 1;
    });
  return { publish: () => emitting.emit("page.loaded", PAYLOAD), received: () => received };
}
