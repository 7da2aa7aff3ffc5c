import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { PluginArtifacts } from "../ports/plugin-artifacts.ts";
import { digestOf } from "../signing/digest-of.ts";

const CODE = Uint8Array.from({ length: 100_000 }, (_byte, at) => at % 251);
const DIGEST = digestOf(CODE);
const never = (): AbortSignal => new AbortController().signal;

/** The contract of `PluginArtifacts`, case by case. */
export const pluginArtifactsCases: readonly ConformanceCase<PluginArtifacts>[] = [
  {
    name: "what was put is found by its digest, byte for byte, and nothing else is",
    needs: [],
    async run(make) {
      const artifacts = await make();
      equal(await artifacts.get(DIGEST, never()), undefined);
      await artifacts.put({ digest: DIGEST, bytes: CODE }, never());
      deepEqual(await artifacts.get(DIGEST, never()), CODE);
      equal(await artifacts.get(digestOf(Uint8Array.of(1)), never()), undefined);
    },
  },
  {
    name: "bytes of another digest are not kept",
    needs: [],
    async run(make) {
      const artifacts = await make();
      const put = artifacts.put({ digest: DIGEST, bytes: CODE.slice(1) }, never());
      await rejects(put, { code: "plugin/digest-mismatch" });
      equal(await artifacts.get(DIGEST, never()), undefined);
    },
  },
  {
    name: "the same put many times at once is there once, whole",
    needs: [],
    async run(make) {
      const artifacts = await make();
      const puts = Array.from({ length: 10 }, () => artifacts.put({ digest: DIGEST, bytes: CODE }, never()));
      await Promise.all(puts);
      deepEqual(await artifacts.get(DIGEST, never()), CODE);
    },
  },
  {
    name: "what was given and what was found are the caller's own",
    needs: [],
    async run(make) {
      const artifacts = await make();
      const given = CODE.slice();
      await artifacts.put({ digest: DIGEST, bytes: given }, never());
      given.fill(0);
      (await artifacts.get(DIGEST, never()))?.fill(0);
      deepEqual(await artifacts.get(DIGEST, never()), CODE);
    },
  },
  {
    name: "what was deleted is not found, and deleting it again succeeds",
    needs: [],
    async run(make) {
      const artifacts = await make();
      await artifacts.put({ digest: DIGEST, bytes: CODE }, never());
      await artifacts.delete(DIGEST, never());
      await artifacts.delete(DIGEST, never());
      equal(await artifacts.get(DIGEST, never()), undefined);
    },
  },
  {
    name: "what is no digest is refused, whatever it would be as a path",
    needs: [],
    async run(make) {
      const artifacts = await make();
      for (const digest of [
        "",
        "../../etc/passwd",
        "sha256:../x",
        `${DIGEST}/..`,
        `${DIGEST}\0`,
        DIGEST.toUpperCase(),
      ]) {
        await rejects(artifacts.get(digest, never()), RangeError);
        await rejects(artifacts.put({ digest, bytes: CODE }, never()), RangeError);
        await rejects(artifacts.delete(digest, never()), RangeError);
      }
    },
  },
  {
    name: "a caller that is gone begins nothing",
    needs: [],
    async run(make) {
      const artifacts = await make();
      const gone = AbortSignal.abort();
      await rejects(artifacts.put({ digest: DIGEST, bytes: CODE }, gone), { code: "core/aborted" });
      await rejects(artifacts.get(DIGEST, gone), { code: "core/aborted" });
      await rejects(artifacts.delete(DIGEST, gone), { code: "core/aborted" });
      equal(await artifacts.get(DIGEST, never()), undefined);
    },
  },
];
