import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { TrustedKey, TrustStore } from "./trust-store.ts";

/** A store, and ways to put it into the states that the contract speaks of. `breakDown` is there for the ability "breaks". */
export interface TrustStoreFixture {
  readonly store: TrustStore;
  /** Adds a key whose public key is in base64. */
  readonly add: (key: TrustedKey) => Promise<void>;
  readonly revoke: (keyId: string) => Promise<void>;
  /** Makes the keys unreadable. */
  readonly breakDown?: () => Promise<void>;
}

// The public keys of RFC 8032, 7.1, tests 1 and 2.
const ONE: TrustedKey = {
  keyId: "one",
  publicKey: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  plugins: ["acme.*", "tools"],
};
const TWO: TrustedKey = {
  keyId: "two",
  publicKey: "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=",
  plugins: ["*"],
  notBefore: 1,
  notAfter: 2,
};

const never = (): AbortSignal => new AbortController().signal;

/** The contract of `TrustStore`, case by case. */
export const trustStoreCases: readonly ConformanceCase<TrustStoreFixture>[] = [
  {
    name: "find gives the key of an id as it was added, expired or not",
    needs: [],
    async run(make) {
      const { store, add } = await make();
      for (const key of [ONE, TWO]) await add(key);
      deepEqual({ ...(await store.find("one", never())) }, ONE);
      deepEqual({ ...(await store.find("two", never())) }, TWO);
    },
  },
  {
    name: "find gives undefined for an id that nobody added, and ids are compared letter by letter",
    needs: [],
    async run(make) {
      const { store, add } = await make();
      await add(ONE);
      for (const keyId of ["On", "ONE", "one ", "one2", "", "__proto__", "constructor", "a".repeat(500), "ö"])
        equal(await store.find(keyId, never()), undefined);
    },
  },
  {
    name: "a key that was revoked is found, with the time, by every find that begins afterwards",
    needs: [],
    async run(make) {
      const { store, add, revoke } = await make();
      for (const key of [ONE, TWO]) await add(key);
      equal((await store.find("one", never()))?.revokedAt, undefined);
      await revoke("one");
      equal(typeof (await store.find("one", never()))?.revokedAt, "number");
      equal((await store.find("two", never()))?.revokedAt, undefined);
    },
  },
  {
    name: "what is found is the caller's own",
    needs: [],
    async run(make) {
      const { store, add } = await make();
      await add(ONE);
      const found = (await store.find("one", never())) as unknown as { plugins: string[]; keyId: string };
      try {
        found.plugins.push("*");
        found.keyId = "two";
      } catch {
        // Frozen is as good as copied.
      }
      deepEqual({ ...(await store.find("one", never())) }, ONE);
    },
  },
  {
    name: "finds at the same time all give the key",
    needs: [],
    async run(make) {
      const { store, add } = await make();
      await add(ONE);
      for (const found of await Promise.all(Array.from({ length: 20 }, () => store.find("one", never()))))
        equal(found?.publicKey, ONE.publicKey);
    },
  },
  {
    name: "keys that cannot be read are a rejection, and never taken for none",
    needs: ["breaks"],
    async run(make) {
      const { store, add, breakDown } = await make();
      if (breakDown === undefined)
        throw new TypeError('The ability "breaks" is claimed, and the fixture does not offer it.');
      await add(ONE);
      await breakDown();
      await rejects(store.find("one", never()));
      await rejects(store.find("none", never()));
    },
  },
  {
    name: "an aborted signal rejects with core/aborted",
    needs: [],
    async run(make) {
      const { store, add } = await make();
      await add(ONE);
      for (const keyId of ["one", "none"])
        await rejects(store.find(keyId, AbortSignal.abort()), { code: "core/aborted" });
    },
  },
];
