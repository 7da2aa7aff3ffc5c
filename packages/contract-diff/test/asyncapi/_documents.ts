import type { JsonValue } from "@cordon/core";
import type { ContractDocument } from "../../src/document.ts";

/** A document that a test may write into. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test reaches deep into a document of its own
export type Loose = any;

/** A document of one file, without lines. */
export function documentOf(value: JsonValue, file = "api.json"): ContractDocument {
  return { file, value, linesOf: (pointers) => pointers.map(() => 1) };
}

/** A small contract with one of each thing: the application sends sign-ups, and receives orders, which it answers. */
export function baseDocument(): Loose {
  return structuredClone(BASE);
}

/** The base with a change. */
export function changed(change: (document: Loose) => void): Loose {
  const document = baseDocument();
  change(document);
  return document;
}

const BASE: JsonValue = {
  asyncapi: "3.0.0",
  info: { title: "Users", version: "1.0.0" },
  defaultContentType: "application/json",
  servers: {
    production: { host: "broker.example.com:9092", protocol: "kafka", pathname: "/" },
    staging: {
      host: "{name}.example.com",
      protocol: "kafka",
      variables: { name: { enum: ["a", "b"], default: "a" } },
    },
  },
  channels: {
    signups: {
      address: "users/{region}/signups",
      parameters: { region: { enum: ["eu", "us"], default: "eu" } },
      messages: { SignedUp: { $ref: "#/components/messages/SignedUp" } },
    },
    orders: {
      address: "orders",
      servers: [{ $ref: "#/servers/production" }],
      messages: {
        Order: {
          name: "order",
          correlationId: { location: "$message.header#/id" },
          payload: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
        },
        Cancel: { payload: { type: "object", properties: { id: { type: "integer" } } } },
      },
    },
    replies: { address: null, messages: { Done: { payload: { type: "string" } } } },
  },
  operations: {
    publishSignup: { action: "send", channel: { $ref: "#/channels/signups" } },
    onOrder: {
      action: "receive",
      channel: { $ref: "#/channels/orders" },
      messages: [{ $ref: "#/channels/orders/messages/Order" }, { $ref: "#/channels/orders/messages/Cancel" }],
      reply: {
        address: { location: "$message.header#/replyTo" },
        channel: { $ref: "#/channels/replies" },
      },
    },
  },
  components: {
    messages: {
      SignedUp: {
        name: "signedUp",
        headers: { type: "object", properties: { trace: { type: "string" } } },
        payload: { $ref: "#/components/schemas/User" },
      },
    },
    schemas: { User: { type: "object", properties: { name: { type: "string" } }, description: "A user." } },
    securitySchemes: {
      password: { type: "userPassword" },
      certificate: { type: "X509" },
      oauth: { type: "oauth2", scopes: ["read"], flows: { clientCredentials: { tokenUrl: "https://a.example" } } },
      oauthWrite: {
        type: "oauth2",
        scopes: ["read", "write"],
        flows: { clientCredentials: { tokenUrl: "https://a.example" } },
      },
    },
  },
};
