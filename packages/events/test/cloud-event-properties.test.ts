import { AppError } from "@cordon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CLOUD_EVENT_LIMITS } from "../src/cloud-event/cloud-event-limits.ts";
import { readAnyEvent } from "../src/cloud-event/parse-cloud-event.ts";
import {
  checkCloudEvent,
  type CloudEvent,
  formatBinaryCloudEvent,
  formatCloudEvent,
  formatCloudEventBatch,
  parseBinaryCloudEvent,
  parseCloudEvent,
  parseCloudEventBatch,
} from "../src/index.ts";

// What textProblem must accept; what it must refuse is in the folder of cases.
const text = fc
  .string({ unit: "binary", maxLength: 20 })
  .filter((each) => !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(each));
const filled = text.filter((each) => each !== "");
const name = fc
  .string({ unit: fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz0123456789")), minLength: 1, maxLength: 12 })
  .filter((each) => !["id", "source", "type", "data", "time", "subject", "dataschema"].includes(each));
const extension = fc.oneof(text, fc.boolean(), fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }));
const payload = fc.oneof(
  fc.constant({}),
  fc.record({ data: fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<never> }),
  fc.record({
    data: fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<never>,
    datacontenttype: fc.constant("text/x+json"),
  }),
  fc.record({ data: fc.string({ minLength: 1, unit: "grapheme" }), datacontenttype: fc.constant("text/plain") }),
  fc.record({
    dataBase64: fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    datacontenttype: fc.constant("image/png"),
  }),
);
const event: fc.Arbitrary<CloudEvent> = fc
  .tuple(
    fc.record(
      {
        specversion: fc.constant("1.0" as const),
        id: filled,
        source: fc.webUrl({ withFragments: true, withQueryParameters: true }),
        type: filled,
        subject: filled,
        dataschema: fc.webUrl(),
        time: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
        extensions: fc.dictionary(name, extension, { maxKeys: 5 }),
      },
      { requiredKeys: ["specversion", "id", "source", "type", "extensions"] },
    ),
    payload,
  )
  // JSON has no minus zero.
  .map(([attributes, rest]) => JSON.parse(JSON.stringify({ ...attributes, ...rest })) as CloudEvent);

function onlyAppErrors(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return error.code;
  }
}

test("what is written in JSON is read as it was, and as checking sees it", () => {
  fc.assert(
    fc.property(event, (given) => {
      const written = formatCloudEvent(given);
      expect(parseCloudEvent(written)).toEqual(given);
      expect(parseCloudEvent(Buffer.from(written))).toEqual(checkCloudEvent(given));
      expect(formatCloudEvent(parseCloudEvent(written))).toBe(written);
    }),
    { numRuns: 500 },
  );
});

test("what is written as a batch is read as it was", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 5 }), (given) => {
      expect(parseCloudEventBatch(formatCloudEventBatch(given))).toEqual(given);
    }),
  );
});

test("what is written in binary mode is the same event, but for the types of extensions", () => {
  fc.assert(
    fc.property(event, (given) => {
      const { extensions, ...rest } = given;
      const texts = Object.fromEntries(Object.entries(extensions).map(([key, value]) => [key, String(value)]));
      const implied = given.data === undefined ? {} : { datacontenttype: given.datacontenttype ?? "application/json" };
      const message = formatBinaryCloudEvent(given);
      for (const value of Object.values(message.headers)) expect(value).toMatch(/^[!-~]*$/);
      const read = parseBinaryCloudEvent(message);
      expect(read).toEqual({ ...rest, ...implied, extensions: texts });
      expect(parseBinaryCloudEvent({ ...message, headers: new Headers(message.headers) })).toEqual(read);
      expect(parseCloudEvent(formatCloudEvent(read))).toEqual(read);
    }),
    { numRuns: 300 },
  );
});

test("the short way of reading says of every text what the long way says", () => {
  const broken = fc
    .tuple(
      event,
      fc.nat(),
      fc.constantFrom("", '"', "{", "}", ",", ":", "\\", "0", "-", " ", "\u000b", "é", '"id":"2",'),
    )
    .map(([given, place, junk]) => {
      const written = formatCloudEvent(given);
      const at = place % written.length;
      return written.slice(0, at) + junk + written.slice(at + (place % 3 === 0 ? 1 : 0));
    });
  fc.assert(
    fc.property(broken, (given) => {
      const long = onlyAppErrors(() => readAnyEvent(given, CLOUD_EVENT_LIMITS));
      expect(onlyAppErrors(() => parseCloudEvent(given))).toEqual(long);
    }),
    { numRuns: 2000 },
  );
});

test("nothing but an AppError is thrown, whatever the bytes, the JSON, the headers or the object", () => {
  const hostile = fc.oneof(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), fc.jsonValue());
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), hostile, fc.jsonValue(), (bytes, value, json) => {
      onlyAppErrors(() => parseCloudEvent(bytes));
      onlyAppErrors(() => parseCloudEventBatch(bytes));
      onlyAppErrors(() => parseCloudEvent(JSON.stringify(json)));
      onlyAppErrors(() => checkCloudEvent(value));
      onlyAppErrors(() => checkCloudEvent({ specversion: "1.0", id: "1", source: "/", type: "t", data: value }));
      onlyAppErrors(() => parseBinaryCloudEvent({ headers: [["ce-id", JSON.stringify(json)]], body: bytes }));
    }),
    { numRuns: 500 },
  );
});
