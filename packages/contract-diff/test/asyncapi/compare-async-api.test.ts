import { describe, expect, it } from "vitest";
import { compareAsyncApi } from "../../src/asyncapi/compare-async-api.ts";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { Changes } from "../../src/finding.ts";
import { baseDocument, changed, documentOf, type Loose } from "./_documents.ts";
import { unchangedRows } from "./_unchanged-rows.ts";

const compare = (old: Loose, next: Loose): Changes =>
  compareAsyncApi(documentOf(old, "old.json"), documentOf(next, "new.json"), resolveCompareOptions());

const lines = (old: Loose, next: Loose): readonly string[] =>
  compare(old, next)
    .changes.map(({ rule, breaks, bump, path }) => `${rule} ${breaks} ${bump} ${path}`.trim())
    .sort();

const user = (write: (schema: Loose) => void): Loose => changed((api) => write(api.components.schemas.User));
const order = (write: (schema: Loose) => void): Loose =>
  changed((api) => write(api.channels.orders.messages.Order.payload));

describe("schemas of messages", () => {
  it("that are sent must not allow more than before", () => {
    const next = user((schema) => (schema.properties.name.type = ["string", "null"]));
    expect(lines(baseDocument(), next)).toEqual(["schema/type backward major /name"]);
    expect(lines(next, baseDocument())).toEqual(["schema/type forward minor /name"]);
  });

  it("that are received must not allow less than before", () => {
    const next = order((schema) => (schema.properties.id.maxLength = 5));
    expect(lines(baseDocument(), next)).toEqual(["schema/max-length backward major /id"]);
    expect(lines(next, baseDocument())).toEqual(["schema/max-length forward minor /id"]);
  });

  it("that are received may ask for nothing new", () => {
    const next = order((schema) => schema.required.push("total"));
    const [change] = compare(baseDocument(), next).changes;
    expect(change).toMatchObject({ rule: "schema/required", breaks: "backward", path: "/total" });
    expect(change?.witness).toMatchObject({ acceptedBy: "old", refusedBy: "new" });
  });

  it("may get an optional property, which asks for a minor version", () => {
    const next = user((schema) => (schema.properties.email = { type: "string" }));
    expect(lines(baseDocument(), next)).toEqual(["schema/extended none minor"]);
  });

  it("of headers that are new on a message that is received break whoever sends it without them", () => {
    const next = changed(
      (api) => (api.channels.orders.messages.Cancel.headers = { type: "object", required: ["key"] }),
    );
    expect(lines(baseDocument(), next)).toEqual(["schema/required backward major /key"]);
  });

  it("in formats of OpenAPI are read as such", () => {
    const inFormat = (version: string): Loose =>
      changed((api) => {
        const schema = { type: "string", nullable: true };
        const schemaFormat = `application/vnd.oai.openapi;version=${version}`;
        api.components.messages.SignedUp.payload = { schemaFormat, schema };
      });
    expect(lines(inFormat("3.1.0"), inFormat("3.0.0"))).toEqual(["schema/type backward major"]);
  });

  it("follow references in headers that traits make up", () => {
    const traced = (type: string): Loose =>
      changed((api) => {
        api.components.schemas.Span = { type };
        api.components.messages.SignedUp.traits = [
          { headers: { properties: { span: { $ref: "#/components/schemas/Span" } } } },
        ];
      });
    expect(lines(traced("string"), traced("integer"))).toEqual([
      "schema/type backward major",
      "schema/type forward minor",
    ]);
  });

  it("follow references into other files", () => {
    const api = changed((document) => (document.components.messages.SignedUp.payload = { $ref: "schemas/user.json" }));
    const options = resolveCompareOptions();
    const load = (file: string): ReturnType<typeof documentOf> | undefined => {
      if (file === "old/schemas/user.json") return documentOf({ type: "string" }, file);
      return file === "new/schemas/user.json" ? documentOf({ type: "string", maxLength: 3 }, file) : undefined;
    };
    const { changes } = compareAsyncApi(documentOf(api, "old/api.json"), documentOf(api, "new/api.json"), {
      ...options,
      load,
    });
    expect(changes.map(({ rule, breaks }) => `${rule} ${breaks}`)).toEqual(["schema/max-length forward"]);
  });

  it("that messages share are said once, with who uses them", () => {
    const shared = (write: (schema: Loose) => void): Loose =>
      changed((api) => {
        api.channels.signups.messages.Left = { payload: { $ref: "#/components/schemas/User" } };
        write(api.components.schemas.User);
      });
    const next = shared((schema) => (schema.properties.name = true));
    expect(
      compare(
        shared(() => {}),
        next,
      ).changes,
    ).toMatchObject([
      {
        rule: "schema/type",
        breaks: "backward",
        subject: "schema User, sent",
        path: "/name",
        alsoAt: ["operation publishSignup, message Left", "operation publishSignup, message SignedUp"],
      },
    ]);
  });

  it("that are sent and received are said once for each way", () => {
    const both = (write: (schema: Loose) => void): Loose =>
      changed((api) => {
        api.channels.orders.messages.Cancel = { $ref: "#/components/messages/SignedUp" };
        write(api.components.schemas.User);
      });
    const next = both((schema) => (schema.properties.name.type = "integer"));
    const found = compare(
      both(() => {}),
      next,
    ).changes.map(({ breaks, subject }) => `${breaks}: ${subject}`);
    expect(found.sort()).toEqual([
      "backward: schema User, received",
      "backward: schema User, sent",
      "forward: schema User, received",
      "forward: schema User, sent",
    ]);
  });

  it("of a message that five operations send are said once, with the path in the payload", () => {
    const fivefold = (write: (schema: Loose) => void): Loose =>
      changed((api) => {
        for (const index of [1, 2, 3, 4]) api.operations[`again${index}`] = api.operations.publishSignup;
        api.components.messages.SignedUp.payload = structuredClone(api.components.schemas.User);
        write(api.components.messages.SignedUp.payload);
      });
    const next = fivefold((schema) => (schema.properties.name = true));
    const { changes } = compare(
      fivefold(() => {}),
      next,
    );
    expect(changes).toMatchObject([{ subject: "message SignedUp, sent, payload", path: "/name" }]);
    expect(changes[0]?.alsoAt).toHaveLength(5);
  });
});

describe("what is written in another way", () => {
  it.each(unchangedRows)("is no change: $change", ({ old, next }) => {
    expect(lines(old, next)).toEqual([]);
    expect(lines(next, old)).toEqual([]);
  });

  it("is no change whatever the order of members and lists that have none", () => {
    for (let seed = 1; seed <= 20; seed += 1) expect(lines(baseDocument(), shuffled(baseDocument(), seed))).toEqual([]);
  });
});

describe("what is counted", () => {
  it("is all that was held against something", () => {
    expect(compare(baseDocument(), baseDocument()).examined).toBeGreaterThan(10);
  });

  it("is nothing for documents that have nothing in common", () => {
    const [one, other] = ["a", "b"].map((key) => ({ asyncapi: "3.0.0", channels: { [key]: { address: key } } }));
    expect(compare(one, other).examined).toBe(0);
  });
});

/** The same document with its members, and the values of enum and required, in another order. A small generator, so that a failure comes again. */
function shuffled(value: Loose, seed: number, key = ""): Loose {
  if (typeof value !== "object" || value === null) return value;
  const rank = (text: string): number =>
    text.split("").reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, seed);
  const byRank = ([a]: readonly [string, Loose], [b]: readonly [string, Loose]): number => rank(a) - rank(b);
  const entries = Object.entries<Loose>(value).map(([name, inner]) => [name, shuffled(inner, seed + 1, name)] as const);
  if (!Array.isArray(value)) return Object.fromEntries(entries.sort(byRank));
  const isUnordered = ["enum", "required", "servers", "messages", "tags", "security"].includes(key);
  return (isUnordered ? entries.sort(byRank) : entries).map(([, inner]) => inner);
}
