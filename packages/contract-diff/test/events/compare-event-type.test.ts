import type { JsonValue } from "@cordon/core";
import { AppError } from "@cordon/core";
import { describe, expect, it } from "vitest";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { ContractDocument } from "../../src/document.ts";
import { compareEventType } from "../../src/events/compare-event-type.ts";
import { eventRules } from "../../src/events/event-rules.ts";
import type { Change, Flow } from "../../src/finding.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- a test reaches deep into a document of its own
type Loose = any;

const documentOf = (value: JsonValue, file: string): ContractDocument => ({ file, value, linesOf: () => [] });

/** The type of an event as a contract: a JSON Schema of the whole CloudEvent. */
const EVENT: JsonValue = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    specversion: { const: "1.0" },
    id: { type: "string", minLength: 1 },
    type: { const: "orders.created" },
    source: { type: "string", pattern: "^/orders/" },
    subject: { type: "string" },
    datacontenttype: { const: "application/json" },
    data: { type: "object", properties: { total: { type: "integer" } }, required: ["total"] },
    tenant: { type: "string", maxLength: 10 },
  },
  required: ["specversion", "id", "type", "source", "data"],
};

const changed = (write: (event: Loose) => void): Loose => {
  const event = structuredClone(EVENT);
  write(event);
  return event;
};

function compare(old: JsonValue, next: JsonValue, flow?: Flow): readonly Change[] {
  const options = { ...resolveCompareOptions(), ...(flow === undefined ? {} : { flow }) };
  return compareEventType(documentOf(old, "old.json"), documentOf(next, "new.json"), options).changes;
}

const lines = (old: JsonValue, next: JsonValue, flow: Flow): readonly string[] =>
  compare(old, next, flow)
    .map(({ rule, breaks, path }) => `${rule} ${breaks} ${path}`.trim())
    .sort();

interface Row {
  readonly change: string;
  readonly next: JsonValue;
  /** What those are told who consume what the owner publishes. */
  readonly published: readonly string[];
  /** What those are told who publish what the owner consumes. */
  readonly consumed: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    change: "the event has another type",
    next: changed((event) => (event.properties.type.const = "orders.placed")),
    published: ["event/type-changed backward /type", "event/type-changed forward /type"],
    consumed: ["event/type-changed backward /type", "event/type-changed forward /type"],
  },
  {
    change: "the event has one type more",
    next: changed((event) => (event.properties.type = { enum: ["orders.created", "orders.changed"] })),
    published: ["event/type-changed backward /type"],
    consumed: ["event/type-changed forward /type"],
  },
  {
    change: "events may come from anywhere",
    next: changed((event) => delete event.properties.source.pattern),
    published: ["event/source backward /source"],
    consumed: ["event/source forward /source"],
  },
  {
    change: "events come from fewer sources",
    next: changed((event) => (event.properties.source.pattern = "^/orders/eu/")),
    published: ["event/source forward /source"],
    consumed: ["event/source backward /source"],
  },
  {
    change: "a property of the data may be a fraction",
    next: changed((event) => (event.properties.data.properties.total.type = "number")),
    published: ["event/data backward /data/total"],
    consumed: ["event/data forward /data/total"],
  },
  {
    change: "a property of the data must no longer be there",
    next: changed((event) => delete event.properties.data.required),
    published: ["event/data backward /data/total"],
    consumed: ["event/data forward /data/total"],
  },
  {
    change: "the data must no longer be there",
    next: changed((event) => (event.required = event.required.filter((name: string) => name !== "data"))),
    published: ["event/data backward /data"],
    consumed: ["event/data forward /data"],
  },
  {
    change: "an extension may be longer",
    next: changed((event) => (event.properties.tenant.maxLength = 20)),
    published: ["event/extension backward /tenant"],
    consumed: ["event/extension forward /tenant"],
  },
  {
    change: "an extension must be there",
    next: changed((event) => event.required.push("tenant")),
    published: ["event/extension forward /tenant"],
    consumed: ["event/extension backward /tenant"],
  },
  {
    change: "the subject is limited, which is an attribute of its own",
    next: changed((event) => (event.properties.subject.maxLength = 5)),
    published: ["schema/max-length forward /subject"],
    consumed: ["schema/max-length backward /subject"],
  },
  {
    change: "the data is encoded otherwise",
    next: changed((event) => (event.properties.datacontenttype.const = "application/cbor")),
    published: ["schema/const backward /datacontenttype", "schema/const forward /datacontenttype"],
    consumed: ["schema/const backward /datacontenttype", "schema/const forward /datacontenttype"],
  },
  {
    change: "the data has an optional property more",
    next: changed((event) => (event.properties.data.properties.note = { type: "string" })),
    published: ["schema/extended none"],
    consumed: ["schema/extended none"],
  },
  {
    change: "words changed",
    next: changed((event) => (event.description = "An order was made.")),
    published: ["schema/words none"],
    consumed: ["schema/words none"],
  },
  {
    change: "the data moved to a definition",
    next: changed((event) => {
      event.$defs = { order: event.properties.data };
      event.properties.data = { $ref: "#/$defs/order" };
    }),
    published: ["schema/words none"],
    consumed: ["schema/words none"],
  },
  { change: "nothing changed", next: changed(() => {}), published: [], consumed: [] },
];

const turned = (line: string): string =>
  line.includes(" backward") ? line.replace(" backward", " forward") : line.replace(" forward", " backward");

describe("an event that the owner publishes", () => {
  it.each(ROWS)("is judged by its consumers when $change", ({ next, published }) => {
    expect(lines(EVENT, next, "out")).toEqual(published);
  });

  it.each(ROWS)("is judged the other way round when it changes back after $change", ({ next, published }) => {
    expect(lines(next, EVENT, "out")).toEqual(published.map(turned).sort());
  });

  it("is what is meant where nothing is said", () => {
    const next = changed((event) => (event.properties.tenant.maxLength = 20));
    expect(compare(EVENT, next)[0]?.breaks).toBe("backward");
  });
});

describe("an event that the owner consumes", () => {
  it.each(ROWS)("is judged by its publishers when $change", ({ next, consumed }) => {
    expect(lines(EVENT, next, "in")).toEqual(consumed);
  });
});

describe("a change of an event type", () => {
  it.each<readonly [string, string, (event: Loose) => void]>([
    ["the type", "event orders.created, type", (event) => (event.properties.type.const = "x")],
    ["the data", "event orders.created, data", (event) => (event.properties.data.type = "array")],
    ["an extension", "event orders.created, extension tenant", (event) => (event.properties.tenant.type = "integer")],
    ["a plain attribute", "event orders.created, subject", (event) => (event.properties.subject.type = "null")],
    ["the whole event", "event orders.created", (event) => (event.additionalProperties = false)],
  ])("of %s says so in its subject", (_name, subject, write) => {
    const open = { ...resolveCompareOptions({ content: "open" }) };
    const { changes } = compareEventType(documentOf(EVENT, "old.json"), documentOf(changed(write), "new.json"), open);
    expect(new Set(changes.map((change) => change.subject))).toEqual(new Set([subject]));
  });

  it("of extensions that are not named is one of extensions", () => {
    const extended = (schema: JsonValue): Loose => changed((event) => (event.additionalProperties = schema));
    const options = resolveCompareOptions({ content: "open" });
    const old = documentOf(extended({ type: "string" }), "old.json");
    const { changes } = compareEventType(old, documentOf(extended({ type: "integer" }), "new.json"), options);
    expect(changes.map(({ rule, subject }) => `${rule}: ${subject}`)).toContain(
      "event/extension: event orders.created, extension extensions",
    );
  });

  it("keeps its message, its places and its witness", () => {
    const next = changed((event) => (event.properties.data.properties.total.type = "string"));
    const [change] = compare(EVENT, next);
    expect(change?.message).toContain("`/data/total`");
    expect(change?.old?.pointer).toBe("/properties/data/properties/total/type");
    expect(change?.witness?.document).toMatchObject({ type: "orders.created" });
  });

  it("is found where the envelope is a definition that events share", () => {
    const shared = (minimum: number): Loose => ({
      $defs: { envelope: EVENT },
      allOf: [{ $ref: "#/$defs/envelope" }],
      properties: { data: { properties: { total: { minimum } } } },
    });
    expect(lines(shared(1), shared(0), "out")).toEqual(["event/data backward /data/total"]);
  });

  it("that cannot be decided keeps its rule, and is said to be about its attribute", () => {
    const hard = (pattern: string): Loose =>
      changed((event) => (event.properties.data.properties.total = { type: "string", pattern }));
    const [one, other] = [hard(String.raw`^(a*)b\1|zzz$`), hard(String.raw`^(a*)b\1$`)];
    const undecided = compare(one, other).filter(({ certainty }) => certainty === "unknown");
    expect(undecided.length).toBeGreaterThan(0);
    expect(new Set(undecided.map(({ rule, subject }) => `${rule}: ${subject}`))).toEqual(
      new Set(["schema/undecided: event orders.created, data"]),
    );
  });

  it("of a name that means something to JavaScript is one of an extension", () => {
    const named = (maxLength: number): Loose =>
      JSON.parse(
        `{ "properties": { "__proto__": { "type": "string", "maxLength": ${maxLength} } }, "required": ["__proto__"] }`,
      );
    expect(lines(named(2), named(1), "in")).toEqual(["event/extension backward /__proto__"]);
  });
});

describe("the catalogue", () => {
  it("has the rules that are brought about, and none beyond", () => {
    const said = ROWS.flatMap(({ next }) => [...compare(EVENT, next, "out"), ...compare(EVENT, next, "in")]);
    const rules = new Set(said.map(({ rule }) => rule).filter((rule) => rule.startsWith("event/")));
    expect([...rules].sort()).toEqual(Object.keys(eventRules).sort());
  });
});

describe("an event type that cannot be read", () => {
  it.each<readonly [string, JsonValue]>([
    ["no schema", 1],
    ["a list", []],
    ["properties that are a list", { properties: [] }],
    ["a broken type", changed((event) => (event.properties.data.type = "objekt"))],
  ])("because it is %s is refused", (_name, next) => {
    const compareIt = (): unknown => compare(EVENT, next);
    expect(compareIt).toThrowError();
    try {
      compareIt();
    } catch (error) {
      expect(AppError.is(error) && error.code).toBe("contract-diff/invalid-contract");
    }
  });
});
