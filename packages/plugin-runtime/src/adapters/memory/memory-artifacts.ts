import { coreError } from "@cordon/core";
import { pluginError } from "../../errors.ts";
import type { PluginArtifacts } from "../../ports/plugin-artifacts.ts";
import { digestOf, requireDigestText } from "../../signing/digest-of.ts";

/** Keeps code in memory: for tests, and for hosts that install anew at each start. */
export function createMemoryArtifacts(): PluginArtifacts {
  const kept = new Map<string, Uint8Array>();
  return {
    async get(digest, signal) {
      requireDigestText(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      return kept.get(digest)?.slice();
    },
    async put({ digest, bytes }, signal) {
      requireDigestText(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      const found = digestOf(bytes);
      if (found !== digest) throw pluginError("plugin/digest-mismatch", { pluginId: "", declared: digest, found });
      kept.set(digest, bytes.slice());
    },
    async delete(digest, signal) {
      requireDigestText(digest);
      if (signal.aborted) throw coreError("core/aborted", {});
      kept.delete(digest);
    },
  };
}
