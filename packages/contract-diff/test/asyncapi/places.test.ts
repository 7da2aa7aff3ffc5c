import { describe, expect, it } from "vitest";
import { compareAsyncApiWith } from "../../src/asyncapi/compare-async-api-with.ts";
import { changesOf } from "./_changes-of.ts";
import { baseDocument, changed, documentOf, type Loose } from "./_documents.ts";
import { fakeComparer } from "./_fake-comparer.ts";

const only = (next: Loose, old: Loose = baseDocument()): ReturnType<typeof changesOf>[number] | undefined =>
  changesOf(old, next)[0];

describe("what a change points at", () => {
  it("is the definition itself, behind all references", () => {
    const change = only(changed((api) => (api.components.messages.SignedUp.name = "other")));
    expect(change?.old).toEqual({ file: "old.json", pointer: "/components/messages/SignedUp" });
    expect(change?.new).toEqual({ file: "new.json", pointer: "/components/messages/SignedUp" });
  });

  it("is what would hold a field that is missing", () => {
    const change = only(changed((api) => delete api.channels.orders.messages.Cancel.payload));
    expect(change?.old?.pointer).toBe("/channels/orders/messages/Cancel/payload");
    expect(change?.new).toEqual({ file: "new.json", pointer: "/channels/orders/messages/Cancel" });
  });

  it("is the trait that a field comes from", () => {
    const change = only(
      changed((api) => {
        delete api.channels.orders.messages.Cancel.payload;
        api.components.messageTraits = { any: { payload: { type: "null" } } };
        api.channels.orders.messages.Cancel.traits = [{ $ref: "#/components/messageTraits/any" }];
      }),
    );
    expect(change?.new?.pointer).toBe("/components/messageTraits/any/payload");
  });

  it("is the place in the message of a field that several layers make up", () => {
    const change = only(
      changed((api) => (api.components.messages.SignedUp.traits = [{ headers: { required: ["trace"] } }])),
    );
    expect(change?.new?.pointer).toBe("/components/messages/SignedUp/headers");
  });

  it("escapes what pointers escape", () => {
    const change = only(
      changed((api) => (api.channels["a/b~c"] = { address: "x" })),
      changed((api) => (api.channels["a/b~c"] = { address: "y" })),
    );
    expect(change?.new?.pointer).toBe("/channels/a~1b~0c");
  });

  it("is in the file that a reference leads to, which is beside the one it stands in and of the same revision", () => {
    const split = baseDocument();
    split.components.messages.SignedUp = { $ref: "../shared/user.json#/signedUp" };
    const shared = documentOf({ signedUp: { name: "shared", payload: true } }, "main:shared/user.json");
    const load = (file: string): typeof shared | undefined => (file === shared.file ? shared : undefined);
    const next = documentOf(split, "main:contracts/api.json");
    const { changes } = compareAsyncApiWith(documentOf(baseDocument()), next, { comparer: fakeComparer, load });
    expect(new Set(changes.map((change) => change.new?.file))).toEqual(new Set([shared.file]));
  });
});

describe("the subject of a change", () => {
  it.each([
    ["server production, address", (api: Loose) => (api.servers.production.host = "b")],
    ["server staging, variable name", (api: Loose) => api.servers.staging.variables.name.enum.pop()],
    ["channel signups, parameter region", (api: Loose) => api.channels.signups.parameters.region.enum.pop()],
    [
      "channel signups, server production",
      (api: Loose) => (api.channels.signups.servers = [{ $ref: "#/servers/staging" }]),
    ],
    ["operation onOrder, message Cancel", (api: Loose) => api.operations.onOrder.messages.pop()],
    ["message SignedUp, sent, payload", (api: Loose) => (api.components.schemas.User.required = ["name"])],
    [
      "channel replies, message Done, sent, payload",
      (api: Loose) => (api.channels.replies.messages.Done.payload = true),
    ],
    [
      "channel orders, kafka binding, topic",
      (api: Loose) => (api.channels.orders.bindings = { kafka: { topic: "a" } }),
    ],
  ])("is %s", (subject, write) => {
    expect(only(changed(write))?.subject).toBe(subject);
  });

  it("of a message that no operation names says which way it would go", () => {
    const old = changed((api) => (api.channels.spare = { address: "s", messages: { Idle: { payload: true } } }));
    const next = changed((api) => (api.channels.spare = { address: "s", messages: { Idle: { payload: false } } }));
    expect(changesOf(old, next).map(({ subject }) => subject)).toEqual([
      "channel spare, message Idle, received, payload",
      "channel spare, message Idle, sent, payload",
    ]);
  });

  it("of a shared message names the message, and who uses it beside", () => {
    const twice = (name: string): Loose =>
      changed((api) => {
        api.operations.again = api.operations.publishSignup;
        api.components.messages.SignedUp["x-by"] = name;
      });
    expect(changesOf(twice("a"), twice("b"))).toMatchObject([
      {
        rule: "asyncapi/words",
        subject: "message SignedUp, sent",
        alsoAt: ["operation again, message SignedUp", "operation publishSignup, message SignedUp"],
      },
    ]);
  });

  it("lists twenty users of a shared message and the number of all others", () => {
    const often = (name: string): Loose =>
      changed((api) => {
        for (let index = 10; index < 40; index += 1) api.operations[`o${index}`] = api.operations.publishSignup;
        api.components.messages.SignedUp["x-by"] = name;
      });
    const alsoAt = changesOf(often("a"), often("b"))[0]?.alsoAt;
    expect(alsoAt).toHaveLength(21);
    expect(alsoAt?.at(-1)).toBe("and 11 more");
  });

  it("keeps the old key of what has a new one, so that waivers go on fitting", () => {
    const next = changed((api) => {
      api.channels.newcomers = { ...api.channels.signups, servers: [{ $ref: "#/servers/staging" }] };
      delete api.channels.signups;
      api.operations.publishSignup.channel.$ref = "#/channels/newcomers";
    });
    expect(changesOf(baseDocument(), next).map(({ subject }) => subject)).toEqual([
      "channel signups",
      "channel signups, server production",
    ]);
  });
});

describe("the message of a change", () => {
  it.each([
    ["names the value that is gone", '"us"', (api: Loose) => api.channels.signups.parameters.region.enum.pop()],
    ["names both addresses", "orders and is v2/orders", (api: Loose) => (api.channels.orders.address = "v2/orders")],
    [
      "names both content types",
      "application/json and is text/xml",
      (api: Loose) => (api.components.messages.SignedUp.contentType = "text/xml"),
    ],
    [
      "says what asks for more",
      "userPassword",
      (api: Loose) => (api.servers.production.security = [{ type: "userPassword" }]),
    ],
    [
      "says why it is not known",
      "not known to this check",
      (api: Loose) => (api.channels.orders.bindings = { odd: { a: 1 } }),
    ],
    [
      "names the format that is not compared",
      "application/vnd.apache.avro;version=1.9.0",
      (api: Loose) =>
        (api.components.messages.SignedUp.payload = {
          schemaFormat: "application/vnd.apache.avro;version=1.9.0",
          schema: {},
        }),
    ],
  ])("%s", (_name, part, write) => {
    expect(only(changed(write))?.message).toContain(part);
  });

  it("says which scope is missing, and not the one that is there", () => {
    const secured = (name: string): Loose =>
      changed((api) => (api.servers.production.security = [{ $ref: `#/components/securitySchemes/${name}` }]));
    expect(only(secured("oauthWrite"), secured("oauth"))?.message).toContain("needs the scope write as well now");
  });
});
