import { createSystemClock } from "@cordon/core/system";
import { type CloudEvent, formatCloudEvent } from "@cordon/events";
import { createJetStreamEventBus } from "@cordon/events/jetstream";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { findNats, startNats } from "../../tools/testing/nats-server.ts";
import { type BenchResult, interleave } from "../interleave.ts";

const EVENTS = 2000;
const ROUNDS = 25;
const WARM_UP = 5;
const TURNS = 3;
const NEVER = new AbortController().signal;
const MOST = 1 / 0.9;

/** Publishing events, many at once, until the broker has confirmed each, against the client itself with the same bytes. */
export async function run(): Promise<readonly BenchResult[]> {
  const program = findNats();
  if (program === undefined) throw new Error("nats-server is not installed. Install it (apt-get install nats-server).");
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await startNats(program));
  const clock = createSystemClock();
  const bus = stack.use(createJetStreamEventBus({ clock, connection: { servers: url }, stream: "OURS" }));
  const connection = stack.use(await connect({ servers: url }));
  await (await jetstreamManager(connection)).streams.add({ name: "RAW", subjects: ["raw.>"] });
  const raw = jetstream(connection);
  // Made before the clock runs: each has an id of its own, as the broker leaves out what it has had.
  const events = Array.from({ length: (ROUNDS + WARM_UP) * TURNS * EVENTS }, (_, at) => eventOf(at));
  const encoded = events.map((event) => formatCloudEvent(event));
  let published = 0;
  const publishAll = (publish: (at: number) => Promise<unknown>): Promise<unknown> => {
    const begin = published;
    published += EVENTS;
    return Promise.all(Array.from({ length: EVENTS }, (_, at) => publish(begin + at)));
  };
  const timing = await interleave({
    ours: () => publishAll((at) => bus.publish({ event: events[at] ?? eventOf(at), topic: "orders.created" }, NEVER)),
    peer: () => publishAll((at) => raw.publish("raw.orders.created", encoded[at], { msgID: `/bench event-${at}` })),
    rounds: ROUNDS,
    iterationsPerRound: 1,
  });
  return [
    {
      name: `${EVENTS} events published to JetStream, against the raw client`,
      ...timing,
      target: `at most ${MOST.toFixed(2)} of its time`,
      met: timing.ratioMedian <= MOST,
    },
  ];
}

function eventOf(at: number): CloudEvent {
  return {
    specversion: "1.0",
    id: `event-${at}`,
    source: "/bench",
    type: "orders.created",
    time: "2026-11-21T13:37:00.123Z",
    data: { order: at, customer: "ada", total: 12.5 },
    extensions: {},
  };
}
