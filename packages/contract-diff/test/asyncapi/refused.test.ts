import { AppError } from "@cordon/core";
import { describe, expect, it } from "vitest";
import { changesOf } from "./_changes-of.ts";
import { baseDocument, changed, documentOf, type Loose } from "./_documents.ts";

function errorOf(next: Loose, load?: Parameters<typeof changesOf>[2]): AppError {
  try {
    changesOf(baseDocument(), next, load);
  } catch (error) {
    if (AppError.is(error)) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("a document that cannot be read", () => {
  it.each<readonly [string, string, string, Loose]>([
    ["is no object", "", "must be an AsyncAPI document", []],
    ["says no version", "", "must have `asyncapi`", {}],
    ["is AsyncAPI 2", "/asyncapi", "is AsyncAPI 2", { asyncapi: "2.6.0", channels: {} }],
    ["is AsyncAPI 2 in YAML without quotes", "/asyncapi", "is AsyncAPI 2", { asyncapi: 2.6 }],
    ["is a version that is not known", "/asyncapi", "must be a version of AsyncAPI 3", { asyncapi: "4.0.0" }],
    ["has a version that is no text", "/asyncapi", "must be a string", { asyncapi: [3] }],
    ["has servers that are a list", "/servers", "must be an object", changed((api) => (api.servers = []))],
    [
      "has a server that is a number",
      "/servers/production",
      "must be an object",
      changed((api) => (api.servers.production = 1)),
    ],
    [
      "has a server without a host",
      "/servers/production",
      "must have a host",
      changed((api) => delete api.servers.production.host),
    ],
    [
      "has a channel that is null",
      "/channels/orders",
      "must be an object",
      changed((api) => (api.channels.orders = null)),
    ],
    [
      "has an address that is a list",
      "/channels/orders/address",
      "must be a string",
      changed((api) => (api.channels.orders.address = [])),
    ],
    [
      "has messages that are a list",
      "/channels/orders/messages",
      "must be an object",
      changed((api) => (api.channels.orders.messages = [])),
    ],
    [
      "has a message that is a text",
      "/channels/orders/messages/Order",
      "must be an object",
      changed((api) => (api.channels.orders.messages.Order = "x")),
    ],
    [
      "has values that are no texts",
      "/channels/signups/parameters/region/enum",
      "must be a list of strings",
      changed((api) => (api.channels.signups.parameters.region.enum = [1])),
    ],
    [
      "has a server list that names a channel",
      "/channels/orders/servers/0",
      "must be a $ref to one of the servers",
      changed((api) => (api.channels.orders.servers = [{ $ref: "#/channels/signups" }])),
    ],
    [
      "has an operation without a channel",
      "/operations/onOrder",
      "must have a channel",
      changed((api) => delete api.operations.onOrder.channel),
    ],
    [
      "has an operation with a channel in place",
      "/operations/onOrder/channel",
      "must be a $ref to a channel",
      changed((api) => (api.operations.onOrder.channel = { address: "x" })),
    ],
    [
      "has an action of AsyncAPI 2",
      "/operations/onOrder/action",
      "must have the action",
      changed((api) => (api.operations.onOrder.action = "publish")),
    ],
    [
      "has a message in place of a reference",
      "/operations/onOrder/messages/0",
      "must be a $ref to a message",
      changed((api) => (api.operations.onOrder.messages = [{ payload: true }])),
    ],
    [
      "has traits that are an object",
      "/components/messages/SignedUp/traits",
      "must be a list",
      changed((api) => (api.components.messages.SignedUp.traits = {})),
    ],
    [
      "has a payload that is a text",
      "/components/messages/SignedUp/payload",
      "must be a schema",
      changed((api) => (api.components.messages.SignedUp.payload = "x")),
    ],
    [
      "has a schema without its format",
      "/components/messages/SignedUp/payload",
      "must have schemaFormat",
      changed((api) => (api.components.messages.SignedUp.payload = { schema: {} })),
    ],
    [
      "has a format without its schema",
      "/components/messages/SignedUp/payload",
      "must have schema",
      changed((api) => (api.components.messages.SignedUp.payload = { schemaFormat: "x" })),
    ],
    [
      "has security that is an object",
      "/servers/production/security",
      "must be a list",
      changed((api) => (api.servers.production.security = {})),
    ],
    [
      "has a content type that is a number",
      "/components/messages/SignedUp/contentType",
      "must be a string",
      changed((api) => (api.components.messages.SignedUp.contentType = 1)),
    ],
  ])("and %s is refused at %j", (_name, pointer, message, next) => {
    const error = errorOf(next);
    expect(error.code).toBe("contract-diff/invalid-contract");
    expect(error.issues).toEqual([{ pointer, message: expect.stringContaining(message) }]);
  });

  it("tells who has AsyncAPI 2 what to do", () => {
    expect(errorOf({ asyncapi: "2.6.0" }).message).toContain("convert both versions to 3.0");
  });

  it("is refused where a trait of another file is to be merged", () => {
    const traits = documentOf({ t: { headers: { required: ["a"] } } }, "traits.json");
    const next = changed((api) => (api.components.messages.SignedUp.traits = [{ $ref: "traits.json#/t" }]));
    expect(errorOf(next, () => traits).message).toContain("write it in one place");
  });
});

describe("a reference that leads nowhere", () => {
  it.each<readonly [string, string, string]>([
    ["#/channels/nowhere", "#/channels/nowhere", "which is not there"],
    ["#/channels/toString", "#/channels/toString", "which is not there"],
    ["#orders", "#orders", "which is no JSON pointer"],
    ["#/%zz", "#/%zz", "which is no JSON pointer"],
    ["other.json#/channels/a", "other.json#/channels/a", "a file that is not there"],
    ["https://example.com/api.json", "https://example.com/api.json", "nothing is fetched from the network"],
  ])("such as %s is refused with its place", (reference, target, problem) => {
    const error = errorOf(changed((api) => (api.operations.onOrder.channel.$ref = reference)));
    expect(error.code).toBe("contract-diff/unresolved-ref");
    expect(error.details).toMatchObject({ file: "new.json", pointer: "/operations/onOrder/channel/$ref", target });
    expect(error.details["problem"]).toContain(problem);
  });

  it("because it leads in a circle is refused", () => {
    const next = changed((api) => {
      api.components.messages.A = { $ref: "#/components/messages/B" };
      api.components.messages.B = { $ref: "#/components/messages/A" };
      api.channels.orders.messages.Order = { $ref: "#/components/messages/A" };
    });
    expect(errorOf(next).details["problem"]).toContain("in a circle");
  });

  it("because what it needs on its way leads in a circle is refused", () => {
    const next = changed((api) => {
      api.components.messages.A = { $ref: "#/components/messages/A" };
      api.channels.orders.messages.Order = { $ref: "#/components/messages/A/deeper" };
    });
    expect(errorOf(next).code).toBe("contract-diff/unresolved-ref");
  });

  it("from a schema that is new is refused as well", () => {
    const next = changed((api) => (api.components.messages.SignedUp.payload.$ref = "#/components/schemas/Nobody"));
    expect(errorOf(next).code).toBe("contract-diff/unresolved-ref");
  });
});
