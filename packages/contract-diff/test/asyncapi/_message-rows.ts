import type { Row } from "./_changes-of.ts";
import { baseDocument, changed } from "./_documents.ts";

const CONTENT = ["content-type backward major", "content-type forward minor"];
const CONTENT_UNKNOWN = ["content-type backward major ?", "content-type forward minor ?"];
const AVRO = { schemaFormat: "application/vnd.apache.avro;version=1.9.0", schema: { type: "string" } };

/** What may happen to messages, beside their schemas. */
export const messageRows: readonly Row[] = [
  {
    change: "a message is sent that was not",
    old: baseDocument(),
    next: changed((api) => (api.channels.signups.messages.Left = { payload: { type: "null" } })),
    forth: ["message-added backward major"],
    back: ["message-removed forward minor"],
  },
  {
    change: "a message is received that was not",
    old: changed((api) => api.operations.onOrder.messages.pop()),
    next: baseDocument(),
    forth: ["message-added forward minor"],
    back: ["message-removed backward major"],
  },
  {
    change: "a message that no operation names is gone",
    old: changed((api) => (api.channels.spare = { address: "s", messages: { Idle: { payload: true } } })),
    next: changed((api) => (api.channels.spare = { address: "s", messages: {} })),
    forth: ["message-removed backward major", "message-removed forward minor"],
    back: ["message-added backward major", "message-added forward minor"],
  },
  {
    change: "a message has another key and the same name",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.orders.messages.Purchase = { ...api.channels.orders.messages.Order, payload: { type: "string" } };
      delete api.channels.orders.messages.Order;
      api.operations.onOrder.messages[0].$ref = "#/channels/orders/messages/Purchase";
    }),
    forth: ["message-renamed none patch", "schema/in backward major"],
    back: ["message-renamed none patch", "schema/in backward major"],
  },
  {
    change: "a message has another key and the same content",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.orders.messages.Stop = api.channels.orders.messages.Cancel;
      delete api.channels.orders.messages.Cancel;
      api.operations.onOrder.messages[1].$ref = "#/channels/orders/messages/Stop";
    }),
    forth: ["message-renamed none patch"],
    back: ["message-renamed none patch"],
  },
  {
    change: "a message has another key and other content",
    old: baseDocument(),
    next: changed((api) => {
      api.channels.orders.messages.Stop = { payload: { type: "null" } };
      delete api.channels.orders.messages.Cancel;
      api.operations.onOrder.messages[1].$ref = "#/channels/orders/messages/Stop";
    }),
    forth: ["message-added forward minor", "message-removed backward major"],
    back: ["message-added forward minor", "message-removed backward major"],
  },
  {
    change: "a message has another name",
    old: baseDocument(),
    next: changed((api) => (api.components.messages.SignedUp.name = "user.signedUp")),
    forth: ["message-renamed none patch"],
    back: ["message-renamed none patch"],
  },
  {
    change: "a message has another content type",
    old: baseDocument(),
    next: changed((api) => (api.components.messages.SignedUp.contentType = "application/cbor")),
    forth: CONTENT,
    back: CONTENT,
  },
  {
    change: "all messages have another content type",
    old: baseDocument(),
    next: changed((api) => (api.defaultContentType = "application/cbor")),
    forth: [CONTENT, CONTENT, CONTENT, CONTENT].flat().sort(),
    back: [CONTENT, CONTENT, CONTENT, CONTENT].flat().sort(),
  },
  {
    change: "a payload that is no JSON Schema says its content type",
    old: changed((api) => {
      delete api.defaultContentType;
      api.components.messages.SignedUp.payload = AVRO;
    }),
    next: changed((api) => {
      delete api.defaultContentType;
      api.components.messages.SignedUp.payload = AVRO;
      api.components.messages.SignedUp.contentType = "avro/binary";
    }),
    forth: CONTENT_UNKNOWN,
    back: CONTENT_UNKNOWN,
  },
  {
    change: "the correlation id stands elsewhere",
    old: baseDocument(),
    next: changed((api) => (api.channels.orders.messages.Order.correlationId.location = "$message.header#/cid")),
    forth: ["correlation-id backward major", "correlation-id forward minor"],
    back: ["correlation-id backward major", "correlation-id forward minor"],
  },
  {
    change: "a message that is received needs no correlation id any longer",
    old: baseDocument(),
    next: changed((api) => delete api.channels.orders.messages.Order.correlationId),
    forth: ["correlation-id forward minor"],
    back: ["correlation-id backward major"],
  },
  {
    change: "a message that is sent has a correlation id now",
    old: baseDocument(),
    next: changed((api) => (api.components.messages.SignedUp.correlationId = { location: "$message.header#/id" })),
    forth: ["correlation-id forward minor"],
    back: ["correlation-id backward major"],
  },
];
