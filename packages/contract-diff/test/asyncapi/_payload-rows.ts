import type { Row } from "./_changes-of.ts";
import { baseDocument, changed, type Loose } from "./_documents.ts";

const UNKNOWN = ["schema-format backward major ?", "schema-format forward minor ?"];
const SENT = ["schema/out backward major"];
const RECEIVED = ["schema/in backward major"];

const inFormat = (schemaFormat: string, schema: unknown): Loose =>
  changed((api) => (api.components.messages.SignedUp.payload = { schemaFormat, schema }));

const USER = { $ref: "#/components/schemas/User" };
const avro = (type: string): unknown => ({ type: "record", name: "User", fields: [{ name: "name", type }] });

/** What may happen to payloads and headers, in all formats. */
export const payloadRows: readonly Row[] = [
  {
    change: "a definition that a message sends changed",
    old: baseDocument(),
    next: changed((api) => (api.components.schemas.User.required = ["name"])),
    forth: SENT,
    back: SENT,
  },
  {
    change: "a payload that is received changed",
    old: baseDocument(),
    next: changed((api) => (api.channels.orders.messages.Cancel.payload.required = ["id"])),
    forth: RECEIVED,
    back: RECEIVED,
  },
  {
    change: "nothing is said of a payload any longer",
    old: baseDocument(),
    next: changed((api) => delete api.channels.orders.messages.Cancel.payload),
    forth: RECEIVED,
    back: RECEIVED,
  },
  {
    change: "headers changed",
    old: baseDocument(),
    next: changed((api) => (api.components.messages.SignedUp.headers.required = ["trace"])),
    forth: SENT,
    back: SENT,
  },
  {
    change: "headers are new",
    old: baseDocument(),
    next: changed((api) => (api.channels.orders.messages.Cancel.headers = { type: "object", required: ["key"] })),
    forth: RECEIVED,
    back: RECEIVED,
  },
  {
    change: "a message that is sent on one channel and received on another changed",
    old: changed((api) => (api.channels.orders.messages.Cancel = { $ref: "#/components/messages/SignedUp" })),
    next: changed((api) => {
      api.channels.orders.messages.Cancel = { $ref: "#/components/messages/SignedUp" };
      api.components.schemas.User.required = ["name"];
    }),
    forth: [...RECEIVED, ...SENT],
    back: [...RECEIVED, ...SENT],
  },
  {
    change: "a payload that no operation names changed",
    old: changed((api) => (api.channels.spare = { address: "s", messages: { Idle: { payload: { type: "null" } } } })),
    next: changed((api) => (api.channels.spare = { address: "s", messages: { Idle: { payload: { type: "array" } } } })),
    forth: [...RECEIVED, ...SENT],
    back: [...RECEIVED, ...SENT],
  },
  {
    change: "a schema of draft-07 changed",
    old: inFormat("application/schema+json;version=draft-07", { type: "string" }),
    next: inFormat("application/schema+yaml; version=draft-07", { type: "integer" }),
    forth: SENT,
    back: SENT,
  },
  {
    change: "a schema of OpenAPI 3.0 says nullable",
    old: inFormat("application/vnd.oai.openapi;version=3.0.0", { type: "string" }),
    next: inFormat("application/vnd.oai.openapi;version=3.0.0", { type: "string", nullable: true }),
    forth: SENT,
    back: SENT,
  },
  {
    change: "the same text is in a format that reads it otherwise",
    old: inFormat("application/vnd.oai.openapi;version=3.0.0", { type: "string", nullable: true }),
    next: inFormat("application/schema+json;version=draft-07", { type: "string", nullable: true }),
    forth: SENT,
    back: SENT,
  },
  {
    change: "an Avro schema changed",
    old: inFormat("application/vnd.apache.avro;version=1.9.0", avro("string")),
    next: inFormat("application/vnd.apache.avro;version=1.9.0", avro("int")),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a Protocol Buffers schema, which is a text, changed",
    old: inFormat("application/vnd.google.protobuf;version=3", "message User { string name = 1; }"),
    next: inFormat("application/vnd.google.protobuf;version=3", "message User { int32 name = 1; }"),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "the same text is in another format that is not compared",
    old: inFormat("application/vnd.apache.avro;version=1.9.0", { type: "string" }),
    next: inFormat("application/vnd.apache.avro;version=1.10.0", { type: "string" }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a payload is Avro and was JSON Schema",
    old: baseDocument(),
    next: inFormat("application/vnd.apache.avro;version=1.9.0", avro("string")),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "an Avro file that is not at hand may have changed",
    old: inFormat("application/vnd.apache.avro;version=1.9.0", { $ref: "./user.avsc" }),
    next: inFormat("application/vnd.apache.avro;version=1.9.0", { $ref: "./user.avsc" }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a draft that is not read changed",
    old: inFormat("application/schema+json;version=draft-03", { type: "string" }),
    next: inFormat("application/schema+json;version=draft-03", { type: "any" }),
    forth: UNKNOWN,
    back: UNKNOWN,
  },
  {
    change: "a trait brings a header that the message did not have",
    old: baseDocument(),
    next: changed((api) => {
      api.components.messageTraits = { traced: { headers: { properties: { span: { type: "string" } } } } };
      api.components.messages.SignedUp.traits = [{ $ref: "#/components/messageTraits/traced" }];
    }),
    forth: SENT,
    back: SENT,
  },
  {
    change: "a payload in JSON Schema comes with its format and changed",
    old: inFormat("application/vnd.aai.asyncapi+json;version=3.0.0", USER),
    next: inFormat("application/vnd.aai.asyncapi+json;version=3.0.0", {
      ...USER,
      $ref: "#/components/messages/SignedUp/headers",
    }),
    forth: SENT,
    back: SENT,
  },
];
