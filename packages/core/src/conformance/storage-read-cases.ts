import { deepEqual, equal } from "node:assert/strict";
import type { JsonObject } from "../json-value.ts";
import type { Storage } from "../ports/storage.ts";
import type { ConformanceCase } from "./conformance.ts";
import { never, put, storageCase, valueOf } from "./storage-case.ts";

const deep: JsonObject = JSON.parse(`${'{"in":'.repeat(60)}1${"}".repeat(60)}`) as JsonObject;

const ODD_VALUES: Readonly<Record<string, JsonObject>> = {
  empty: {},
  deep,
  unicode: { text: "ünï\u0000\u2028🚀", "": "empty key", "\u0000": "nul key" },
  surrogates: { half: "\ud800" },
  numbers: { max: 2 ** 53 - 1, min: -(2 ** 53) + 1, tiny: 5e-324, huge: 1.7976931348623157e308, third: 1 / 3 },
  nested: { list: [1, [null, true, ""], { a: [] }] },
  proto: JSON.parse('{"__proto__":{"polluted":true},"constructor":1}') as JsonObject,
  large: { text: "x".repeat(300_000) },
};

/** What reading promises. */
export const storageReadCases: readonly ConformanceCase<Storage>[] = [
  storageCase("a record that is not there is undefined", async (storage) => {
    equal(await storage.get({ collection: "things", key: "a" }, never), undefined);
  }),
  storageCase("a record reads back with its key, revision and value", async (storage) => {
    await storage.commit({ changes: [put("a", { x: 1 })] }, never);
    const record = await storage.get({ collection: "things", key: "a" }, never);
    deepEqual({ ...record }, { collection: "things", key: "a", revision: 1, value: { x: 1 } });
  }),
  storageCase("odd values survive unchanged", async (storage) => {
    for (const [key, value] of Object.entries(ODD_VALUES)) {
      await storage.commit({ changes: [put(key, value)] }, never);
      equal(JSON.stringify(await valueOf(storage, key)), JSON.stringify(value), key);
    }
    equal(({} as { polluted?: boolean }).polluted, undefined);
  }),
  storageCase("collections do not mix, even when their names continue each other", async (storage) => {
    const other = { kind: "put", collection: "thing", key: "sa", value: { other: true }, expect: "any" } as const;
    await storage.commit({ changes: [put("a", { own: true }), other] }, never);
    deepEqual(await valueOf(storage, "a"), { own: true });
    deepEqual((await storage.list({ collection: "thing", limit: 10 }, never)).length, 1);
  }),
  storageCase("a list is in byte order of its keys, page by page", async (storage) => {
    const keys = ["b", "B", "a", "~", "!", "aa", "a0", "Z", "_", "0", "10", "9"];
    await storage.commit({ changes: keys.map((key) => put(key)) }, never);
    const listed: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await storage.list(
        { collection: "things", limit: 5, ...(after === undefined ? {} : { after }) },
        never,
      );
      listed.push(...page.map(({ key }) => key));
      after = page.at(-1)?.key;
      if (page.length < 5) break;
    }
    deepEqual(listed, keys.toSorted());
  }),
  storageCase("a list may begin after a key that is not there", async (storage) => {
    await storage.commit({ changes: [put("a"), put("c")] }, never);
    const page = await storage.list({ collection: "things", after: "b", limit: 10 }, never);
    deepEqual(
      page.map(({ key }) => key),
      ["c"],
    );
    deepEqual(await storage.list({ collection: "nothing", limit: 1 }, never), []);
  }),
  storageCase("changing what was given to storage, or got from it, changes nothing in it", async (storage) => {
    const given = { list: [1] };
    const committed = storage.commit({ changes: [put("a", given)] }, never);
    given.list.push(2);
    await committed;
    given.list.push(3);
    const got = (await valueOf(storage, "a")) as { list?: number[] };
    deepEqual(got, { list: [1] });
    got.list?.push(4);
    deepEqual(await valueOf(storage, "a"), { list: [1] });
  }),
  storageCase("check resolves while reads work", async (storage) => {
    await storage.check(never);
  }),
];
