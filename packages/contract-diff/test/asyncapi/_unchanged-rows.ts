import type { Row } from "./_changes-of.ts";
import { baseDocument, changed, type Loose } from "./_documents.ts";

const row = (change: string, write: (api: Loose) => void, old: Loose = baseDocument()): Row => ({
  change,
  old,
  next: changed(write),
  forth: [],
  back: [],
});

/** Moves a part of the base to `components` and leaves a reference there. */
function extract(api: Loose, above: Loose, key: string, area: string, name: string): void {
  api.components[area] ??= {};
  api.components[area][name] = above[key];
  above[key] = { $ref: `#/components/${area}/${name}` };
}

/** What may be written in another way. */
export const unchangedRows: readonly Row[] = [
  row("nothing changed", () => {}),
  row("the contract has a new version", (api) => (api.info.version = "2.0.0")),
  row("a newer AsyncAPI is used", (api) => (api.asyncapi = "3.1.0")),
  row("the version of AsyncAPI is written as a number", (api) => (api.asyncapi = 3.1)),
  row("a schema moved to components", (api) =>
    extract(api, api.channels.orders.messages.Order, "payload", "schemas", "Order"),
  ),
  row("a definition has another name", (api) => {
    api.components.schemas.Person = api.components.schemas.User;
    delete api.components.schemas.User;
    api.components.messages.SignedUp.payload.$ref = "#/components/schemas/Person";
  }),
  row("a message moved to components", (api) =>
    extract(api, api.channels.orders.messages, "Order", "messages", "Order"),
  ),
  row(
    "a message is written in place",
    (api) => (api.channels.signups.messages.SignedUp = api.components.messages.SignedUp),
  ),
  row("a channel moved to components", (api) => extract(api, api.channels, "orders", "channels", "orders")),
  row("an operation moved to components", (api) => extract(api, api.operations, "onOrder", "operations", "onOrder")),
  row("a reply and its address moved to components", (api) => {
    extract(api, api.operations.onOrder.reply, "address", "replyAddresses", "header");
    extract(api, api.operations.onOrder, "reply", "replies", "done");
  }),
  row("a server and its variable moved to components", (api) => {
    extract(api, api.servers.staging.variables, "name", "serverVariables", "name");
    extract(api, api.servers, "staging", "servers", "staging");
  }),
  row("a parameter moved to components", (api) =>
    extract(api, api.channels.signups.parameters, "region", "parameters", "region"),
  ),
  row("a correlation id moved to components", (api) =>
    extract(api, api.channels.orders.messages.Order, "correlationId", "correlationIds", "id"),
  ),
  row("headers moved to a trait", (api) => {
    const { headers } = api.components.messages.SignedUp;
    delete api.components.messages.SignedUp.headers;
    api.components.messageTraits = { traced: { headers } };
    api.components.messages.SignedUp.traits = [{ $ref: "#/components/messageTraits/traced" }];
  }),
  row("a trait says what the message says otherwise, which the message wins", (api) => {
    api.components.messages.SignedUp.traits = [{ contentType: "application/cbor", name: "other" }];
    api.components.messages.SignedUp.contentType = "application/json";
  }),
  row("half of the headers moved to a trait", (api) => {
    const { headers } = api.components.messages.SignedUp;
    api.components.messages.SignedUp.headers = { type: "object" };
    api.components.messages.SignedUp.traits = [{ headers: { properties: headers.properties } }];
  }),
  row("the messages of an operation are named one by one", (api) => {
    api.operations.publishSignup.messages = [{ $ref: "#/channels/signups/messages/SignedUp" }];
  }),
  row("a message is named in components, past its channel", (api) => {
    api.operations.publishSignup.messages = [{ $ref: "#/components/messages/SignedUp" }];
  }),
  row(
    "messages are named in another order, and one of them twice",
    (api) => (api.operations.onOrder.messages = [1, 0, 1].map((index) => api.operations.onOrder.messages[index])),
  ),
  row("the content type is written another way", (api) => (api.defaultContentType = "Application/JSON; charset=UTF-8")),
  row("the content type is said where JSON is meant anyway", (api) => delete api.defaultContentType),
  row("the path of a server is written another way", (api) => delete api.servers.production.pathname),
  row(
    "the host of a server is written another way",
    (api) => (api.servers.production.host = "Broker.Example.com:9092"),
  ),
  row("an empty list of servers means all", (api) => (api.channels.signups.servers = [])),
  row("servers are named one by one", (api) => {
    api.channels.signups.servers = [{ $ref: "#/servers/staging" }, { $ref: "#/servers/production" }];
  }),
  row("a payload says the format that it is in anyway", (api) => {
    const { payload } = api.components.messages.SignedUp;
    api.components.messages.SignedUp.payload = {
      schemaFormat: "application/vnd.aai.asyncapi;version=3.0.0",
      schema: payload,
    };
  }),
  row("components that nobody uses are gone", (api) => delete api.components.securitySchemes),
  row(
    "tags are in another order",
    (api) => (api.info.tags = [{ name: "b" }, { name: "a" }]),
    changed((api) => (api.info.tags = [{ name: "a" }, { name: "b" }])),
  ),
  row(
    "security schemes are in another order and have other names",
    (api) => {
      api.components.securitySchemes.pass = api.components.securitySchemes.password;
      api.servers.production.security = [
        { $ref: "#/components/securitySchemes/certificate" },
        { $ref: "#/components/securitySchemes/pass" },
      ];
    },
    changed((api) => {
      api.servers.production.security = [
        { $ref: "#/components/securitySchemes/password" },
        { $ref: "#/components/securitySchemes/certificate" },
      ];
    }),
  ),
  row(
    "an Avro schema that stands in the network is the same",
    (api) => {
      api.components.messages.SignedUp.payload = {
        schemaFormat: "application/vnd.apache.avro+json;version=1.9.0",
        schema: { $ref: "https://schemas.example.com/user.avsc" },
      };
    },
    changed((api) => {
      api.components.messages.SignedUp.payload = {
        schemaFormat: "application/vnd.apache.avro+json; version=1.9.0",
        schema: { $ref: "https://schemas.example.com/user.avsc" },
      };
    }),
  ),
];
