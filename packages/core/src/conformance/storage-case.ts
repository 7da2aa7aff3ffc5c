import type { JsonObject } from "../json-value.ts";
import type { Expectation, Storage, StorageChange } from "../ports/storage.ts";
import type { ConformanceCase } from "./conformance.ts";

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

/** A case that is handed its own storage, which is disposed when the case ends. */
export function storageCase(name: string, body: (storage: Storage) => Promise<void>): ConformanceCase<Storage> {
  return {
    name,
    needs: [],
    async run(make) {
      await using storage = await make();
      await body(storage);
    },
  };
}

/** A put into the collection `things`. */
export function put(key: string, value: JsonObject = {}, expect: Expectation = "any"): StorageChange {
  return { kind: "put", collection: "things", key, value, expect };
}

/** A delete from the collection `things`. */
export function remove(key: string, expect: Expectation = "any"): StorageChange {
  return { kind: "delete", collection: "things", key, expect };
}

/** The value under a key of `things`, or `undefined`. */
export async function valueOf(storage: Storage, key: string): Promise<JsonObject | undefined> {
  return (await storage.get({ collection: "things", key }, never))?.value;
}
