import { AppError } from "@cordon/core";
import { createManualClock, createSequentialIds } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import {
  checkCloudEvent,
  type CloudEvent,
  createEventFactory,
  formatBinaryCloudEvent,
  formatCloudEvent,
  parseBinaryCloudEvent,
  parseCloudEvent,
  parseCloudEventBatch,
} from "../src/index.ts";

const MINIMAL = { specversion: "1.0", id: "1", source: "/s", type: "t" } as const;
const json = (rest: object = {}): string => JSON.stringify({ ...MINIMAL, ...rest });
const HEADERS = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };

function thrownBy(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (AppError.is(error)) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}

describe("limits", () => {
  test("bytes are counted, not characters, and up to the limit is fine", () => {
    const written = json({ subject: "é".repeat(50) });
    const size = Buffer.byteLength(written);
    expect(parseCloudEvent(written, { maxBytes: size }).subject).toHaveLength(50);
    for (const input of [written, Buffer.from(written)])
      expect(thrownBy(() => parseCloudEvent(input, { maxBytes: size - 1 })).code).toBe("events/too-large");
  });

  test("data may be as deep as the limit, and no deeper, in each mode", () => {
    const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const whole = (levels: number): string =>
      `{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${nested(levels)}}`;
    expect(parseCloudEvent(whole(64)).data).toBeDefined();
    expect(parseCloudEventBatch(`[${whole(64)}]`)).toHaveLength(1);
    const binary = (levels: number): CloudEvent =>
      parseBinaryCloudEvent({
        headers: { ...HEADERS, "content-type": "application/json" },
        body: Buffer.from(nested(levels)),
      });
    expect(binary(64).data).toBeDefined();
    expect(formatCloudEvent({ ...MINIMAL, extensions: {}, data: JSON.parse(nested(64)) as never })).toContain("[[");
    for (const levels of [65, 100_000]) {
      expect(thrownBy(() => parseCloudEvent(whole(levels))).code).toBe("events/too-large");
      expect(thrownBy(() => parseCloudEventBatch(`[${whole(levels)}]`)).code).toBe("events/too-large");
      expect(thrownBy(() => binary(levels)).code).toBe("events/too-large");
    }
    expect(thrownBy(() => checkCloudEvent({ ...MINIMAL, data: JSON.parse(nested(65)) })).code).toBe("events/too-large");
  });

  test("extensions, events of a batch and issues are bounded", () => {
    const many = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, at]));
    expect(Object.keys(parseCloudEvent(json(many(64))).extensions)).toHaveLength(64);
    expect(thrownBy(() => parseCloudEvent(json(many(65)))).code).toBe("events/invalid-event");
    expect(thrownBy(() => checkCloudEvent({ ...MINIMAL, extensions: many(65) })).code).toBe("events/invalid-event");
    const batch = `[${Array.from({ length: 1001 }, () => json()).join(",")}]`;
    expect(thrownBy(() => parseCloudEventBatch(batch)).code).toBe("events/too-large");
    expect(parseCloudEventBatch(batch, { maxEvents: 1001 })).toHaveLength(1001);
    expect(
      thrownBy(() => parseCloudEventBatch(`[${Array.from({ length: 900 }, () => "{}").join(",")}]`)).issues,
    ).toHaveLength(100);
  });

  test.each([{ maxBytes: -1 }, { maxDepth: 1.5 }, { unknown: 1 }, { maxEvents: Number.NaN }])(
    "limits that cannot be are refused: %j",
    (limits) => {
      expect(() => parseCloudEvent(json(), limits as never)).toThrow(RangeError);
    },
  );
});

describe("errors", () => {
  test("all that is wrong is said at once, by pointer and without a value", () => {
    const error = thrownBy(() =>
      parseCloudEvent('{"id":"","source":"s3cret s3cret","time":"s3cret","S3CRET s3cret":1,"ext":1.5}'),
    );
    expect(error.issues.map(({ pointer }) => pointer)).toEqual([
      "/id",
      "/source",
      "/time",
      "",
      "/ext",
      "/specversion",
      "/type",
    ]);
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/s3cret/i);
    expect(thrownBy(() => parseCloudEvent("s3cret")).message).not.toContain("s3cret");
    expect(thrownBy(() => parseCloudEventBatch(`[${json()},{}]`)).issues[0]?.pointer).toBe("/1/specversion");
  });

  test("what throws when it is read is an invalid event", () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("trap");
        },
      },
    );
    for (const value of [trap, { ...MINIMAL, data: trap }, { ...MINIMAL, extensions: trap }])
      expect(thrownBy(() => checkCloudEvent(value)).code).toBe("events/invalid-event");
  });
});

describe("objects of the code", () => {
  test("a checked event is a frozen copy", () => {
    const data = { list: [1], ["__proto__"]: 2 };
    const event = checkCloudEvent({ ...MINIMAL, data, extensions: { a: 1 } });
    data.list.push(2);
    expect(event.data).toEqual({ list: [1], ["__proto__"]: 2 });
    for (const part of [event, event.data, (event.data as { list: [] }).list, event.extensions])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test.each([
    ["an extension beside extensions", { ext: 1 }],
    ["an attribute's name as an extension", { extensions: { id: "2" } }],
    ["data's name as an extension", { extensions: { data: "2" } }],
    ["a date as data", { data: new Date(0) }],
    ["undefined within data", { data: { a: undefined } }],
    ["a hole in data", { data: Array.from({ length: 2 }).fill(1, 1) }],
    ["NaN in data", { data: [Number.NaN] }],
    ["a function in data", { data: { toJSON: () => 1 } }],
    ["a Map as data", { data: new Map() }],
    ["null as an attribute", { subject: null }],
    ["both kinds of data", { data: 1, dataBase64: "YQ==" }],
    ["bad Base64", { dataBase64: "a" }],
    ["another version", { specversion: "0.3" }],
    ["extensions that are a list", { extensions: [] }],
    ["a fraction as an extension", { extensions: { a: 0.5 } }],
    ["a name with capitals", { extensions: { aB: 1 } }],
  ])("%s is refused", (_, rest) => {
    expect(thrownBy(() => checkCloudEvent({ ...MINIMAL, ...rest })).code).toBe("events/invalid-event");
  });

  test("names of Object.prototype are harmless as extensions, and are not there unless they are given", () => {
    const { extensions } = parseCloudEvent(json({ ext: 1, constructor: "c" }));
    expect(extensions["constructor"]).toBe("c");
    expect(parseCloudEvent(json({ ext: 1 })).extensions["constructor"]).toBeUndefined();
    expect(parseCloudEvent(json()).extensions["constructor"]).toBeUndefined();
  });

  test("the factory fills in id and time, and refuses a bad source at once", () => {
    const clock = createManualClock(0);
    const make = createEventFactory({ source: "/s", clock, ids: createSequentialIds() });
    expect(make({ type: "t" })).toMatchObject({
      id: "1".padStart(26, "0"),
      time: "1970-01-01T00:00:00.000Z",
      source: "/s",
    });
    expect(make({ type: "t", id: "mine" }).id).toBe("mine");
    expect(() => createEventFactory({ source: "", clock, ids: createSequentialIds() })).toThrow(TypeError);
  });
});

describe("binary mode", () => {
  test.each([
    [
      "an attribute twice",
      [
        ["ce-id", "1"],
        ["CE-ID", "2"],
      ],
    ],
    [
      "a content type twice",
      [
        ["content-type", "a/b"],
        ["Content-Type", "a/b"],
      ],
    ],
    ["ce-datacontenttype", [["ce-datacontenttype", "a/b"]]],
    ["an escape that is none", [["ce-subject", "%zz"]]],
    ["an overlong escape", [["ce-subject", "%C0%A0"]]],
    ["a surrogate as an escape", [["ce-subject", "%ED%A0%80"]]],
    ["an escaped control character", [["ce-subject", "a%00"]]],
    ["a character beyond ASCII", [["ce-subject", "é"]]],
    ["quotes that do not end", [["ce-subject", '"a']]],
    ["text after quotes", [["ce-subject", '"a"b']]],
    ["a name with a dash", [["ce-my-ext", "a"]]],
    ["data as an attribute", [["ce-data", "a"]]],
    ["a bad content type", [["content-type", "a"]]],
    ["an empty subject", [["ce-subject", ""]]],
  ])("%s is refused", (_, more) => {
    const { "ce-id": id, ...rest } = HEADERS;
    const withId = more.some(([header]) => header === "ce-id") ? rest : { ...rest, "ce-id": id };
    const headers = [...Object.entries(withId), ...more] as [string, string][];
    expect(thrownBy(() => parseBinaryCloudEvent({ headers })).code).toBe("events/invalid-event");
  });

  test("headers are decoded once, quotes first", () => {
    const subjects = {
      "Euro%20%E2%82%AC%20%F0%9F%98%80": "Euro € 😀",
      '"a \\"b\\" %41"': 'a "b" A',
      "%2541": "%41",
      "a b": "a b",
    };
    for (const [value, subject] of Object.entries(subjects))
      expect(parseBinaryCloudEvent({ headers: { ...HEADERS, "CE-Subject": value } }).subject).toBe(subject);
  });

  test("bodies are read by their type", () => {
    const body = Buffer.from('{"a":"é"}');
    const read = (type?: string): CloudEvent =>
      parseBinaryCloudEvent({ headers: type === undefined ? HEADERS : { ...HEADERS, "content-type": type }, body });
    expect(read("application/json").data).toEqual({ a: "é" });
    expect(read("text/plain; charset=UTF-8").data).toBe('{"a":"é"}');
    for (const type of [undefined, "image/png", "text/plain; charset=latin1"])
      expect(read(type)).toMatchObject({ dataBase64: body.toString("base64") });
    const bad = { headers: { ...HEADERS, "content-type": "application/json" }, body: Buffer.from([0xff]) };
    expect(thrownBy(() => parseBinaryCloudEvent(bad)).code).toBe("events/malformed");
    const large = { headers: HEADERS, body: new Uint8Array(11) };
    expect(thrownBy(() => parseBinaryCloudEvent(large, { maxBytes: 10 })).code).toBe("events/too-large");
  });

  test("the header values of the HTTP binding's example are what is written", () => {
    const { headers } = formatBinaryCloudEvent({ ...MINIMAL, subject: 'Euro € 😀 "%', extensions: { flag: true } });
    expect(headers).toEqual({
      ...HEADERS,
      "ce-flag": "true",
      "ce-subject": "Euro%20%E2%82%AC%20%F0%9F%98%80%20%22%25",
    });
  });
});
