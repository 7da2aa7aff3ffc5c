import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { RewrittenModule } from "../metering/rewritten-module.ts";
import type { ModuleCache } from "../ports/module-cache.ts";

const rewritten = (seed: number, length: number = 1000): RewrittenModule => ({
  bytes: new Uint8Array(length).fill(seed),
  summary: {
    imports: [{ module: "env", name: "log", kind: "function", signature: { params: ["i32"], results: [] } }],
    functions: { go: { params: ["i32", "i32"], results: ["i64"] } },
    isRestorable: true,
    mutableGlobals: ["cordon:global:0"],
    memory: "memory",
    startFunction: undefined,
    ownFunctions: 2,
    hasColdCode: false,
  },
});

/** The contract of `ModuleCache`, case by case. */
export const moduleCacheCases: readonly ConformanceCase<ModuleCache>[] = [
  {
    name: "what was put is found whole, under its key alone",
    needs: [],
    async run(make) {
      const cache = await make();
      await cache.put("one", rewritten(1));
      await cache.put("two", rewritten(2));
      const found = await cache.get("one");
      deepEqual(found?.bytes, rewritten(1).bytes);
      equal(JSON.stringify(found?.summary), JSON.stringify(rewritten(1).summary));
      equal(await cache.get("three"), undefined);
    },
  },
  {
    name: "a later put replaces the earlier one",
    needs: [],
    async run(make) {
      const cache = await make();
      await cache.put("key", rewritten(1));
      await cache.put("key", rewritten(2, 10));
      deepEqual((await cache.get("key"))?.bytes, rewritten(2, 10).bytes);
    },
  },
  {
    name: "what is found does not change with what was put, nor the other way round",
    needs: [],
    async run(make) {
      const cache = await make();
      const put = rewritten(1);
      await cache.put("key", put);
      put.bytes.fill(9);
      (await cache.get("key"))?.bytes.fill(8);
      deepEqual((await cache.get("key"))?.bytes, rewritten(1).bytes);
    },
  },
  {
    name: "concurrent puts of one key leave one whole entry",
    needs: [],
    async run(make) {
      const cache = await make();
      await Promise.all(Array.from({ length: 20 }, (_, at) => cache.put("key", rewritten(at, 100_000 + at))));
      const { bytes } = (await cache.get("key")) ?? { bytes: new Uint8Array() };
      const seed = bytes[0] ?? -1;
      deepEqual(bytes, rewritten(seed, 100_000 + seed).bytes);
    },
  },
  {
    name: "a key that would lead out of where entries are kept is refused",
    needs: ["keeps-files"],
    async run(make) {
      const cache = await make();
      for (const key of ["../up", "a/b", "", "a\0b", "x".repeat(200)]) {
        await rejects(cache.get(key), RangeError);
        await rejects(cache.put(key, rewritten(1)), RangeError);
      }
    },
  },
];
