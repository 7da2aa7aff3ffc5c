import { formatCloudEvent, parseCloudEvent } from "@cordon/events";
import { HTTP } from "cloudevents";
import { type BenchResult, interleave } from "../interleave.ts";

const RICH = {
  specversion: "1.0",
  id: "01k3v1c2q8x6zr4f5g7h9j0k1m",
  source: "/projects/42/plugins/acme.orders",
  type: "acme.orders.created",
  subject: "orders/4711",
  time: "2026-11-21T13:37:00.123Z",
  datacontenttype: "application/json",
  dataschema: "https://schemas.example.org/orders/v1",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  partitionkey: "4711",
  data: {
    order: 4711,
    customer: "ada",
    total: 12.5,
    lines: [
      { sku: "a-1", quantity: 2 },
      { sku: "b-2", quantity: 1 },
    ],
  },
};
const MINIMAL = { specversion: "1.0", id: "1", source: "/a", type: "t" };
/** The example of the JSON format's specification, section 3.2. */
const EXAMPLE = {
  specversion: "1.0",
  type: "com.example.someevent",
  source: "/mycontext",
  id: "C234-1234-1234",
  time: "2018-04-05T17:31:00Z",
  comexampleextension1: "value",
  comexampleothervalue: 5,
  datacontenttype: "application/json",
  data: { appinfoA: "abc", appinfoB: 123, appinfoC: true },
};
const HEADERS = { "content-type": "application/cloudevents+json" };
const MOST = 0.1;

/** Reading an event from its text and checking all of it, against the SDK, which is strict by default. */
export async function run(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = [];
  for (const [name, event] of Object.entries({ minimal: MINIMAL, example: EXAMPLE, rich: RICH })) {
    const text = JSON.stringify(event);
    const timing = await interleave({
      ours: () => parseCloudEvent(text),
      peer: () => HTTP.toEvent({ headers: HEADERS, body: text }),
      rounds: 31,
      iterationsPerRound: 3000,
    });
    if (formatCloudEvent(parseCloudEvent(text)).length === 0) throw new Error("The event was not read.");
    const target = `at most ${MOST.toFixed(2)} of its time`;
    const met = timing.ratioMedian <= MOST;
    results.push({ name: `parse and validate a CloudEvent (${name}), against cloudevents 10`, ...timing, target, met });
  }
  return results;
}
