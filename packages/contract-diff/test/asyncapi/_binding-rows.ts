import type { Row } from "./_changes-of.ts";
import { changed, type Loose } from "./_documents.ts";

const BOTH = ["binding backward major", "binding forward minor"];
const UNKNOWN = ["binding backward major ?", "binding forward minor ?"];

const bound = (place: (api: Loose) => Loose, bindings: unknown): Loose =>
  changed((api) => (place(api).bindings = bindings));

const channel = (api: Loose): Loose => api.channels.orders;
const received = (api: Loose): Loose => api.channels.orders.messages.Order;
const sent = (api: Loose): Loose => api.components.messages.SignedUp;
const operation = (api: Loose): Loose => api.operations.onOrder;

/** What may happen to bindings. */
export const bindingRows: readonly Row[] = [
  {
    change: "a topic is another",
    old: bound(channel, { kafka: { topic: "a" } }),
    next: bound(channel, { kafka: { topic: "b" } }),
    forth: BOTH,
    back: BOTH,
  },
  {
    change: "a topic is said that was not",
    old: bound(channel, { kafka: {} }),
    next: bound(channel, { kafka: { topic: "b" } }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a topic has more partitions",
    old: bound(channel, { kafka: { partitions: 3 } }),
    next: bound(channel, { kafka: { partitions: 6 } }),
    forth: ["binding none patch"],
    back: ["binding none patch"],
  },
  {
    change: "a field changed of which nobody knows what it does",
    old: bound(operation, { mqtt: { qos: 1 } }),
    next: bound(operation, { mqtt: { qos: 2 } }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a protocol that nobody knows is bound",
    old: bound(channel, {}),
    next: bound(channel, { pigeon: { wings: 2 } }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "the key of a message that is received changed",
    old: bound(received, { kafka: { key: { type: "string" } } }),
    next: bound(received, { kafka: { key: { type: "string", maxLength: 3 } } }),
    forth: ["schema/in backward major"],
    back: ["schema/in backward major"],
  },
  {
    change: "the key of a message that is sent changed",
    old: bound(sent, { kafka: { key: { type: "string" } } }),
    next: bound(sent, { kafka: { key: { type: "string", maxLength: 3 } } }),
    forth: ["schema/out backward major"],
    back: ["schema/out backward major"],
  },
  {
    change: "the key of a message refers to a definition that changed",
    old: bound(received, { kafka: { key: { $ref: "#/components/messages/SignedUp/headers/properties/trace" } } }),
    next: changed((api) => {
      received(api).bindings = { kafka: { key: { $ref: "#/components/messages/SignedUp/headers/properties/trace" } } };
      api.components.messages.SignedUp.headers.properties.trace = { type: "integer" };
    }),
    forth: ["schema/in backward major", "schema/out backward major"],
    back: ["schema/in backward major", "schema/out backward major"],
  },
  {
    change: "the query of a connection has one value more",
    old: bound(channel, { ws: { method: "GET" } }),
    next: bound(channel, { ws: { method: "GET", query: { type: "object", required: ["token"] } } }),
    forth: ["schema/in backward major"],
    back: ["schema/in backward major"],
  },
  {
    change: "a binding has a newer version of its own",
    old: bound(channel, { kafka: { bindingVersion: "0.4.0" } }),
    next: bound(channel, { kafka: { bindingVersion: "0.5.0" } }),
    forth: ["binding none patch"],
    back: ["binding none patch"],
  },
];
