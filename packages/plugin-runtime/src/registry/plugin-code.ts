import type { Bulkhead } from "@cordon/resilience";
import { pluginError } from "../errors.ts";
import type { PluginManifest } from "../manifest/manifest.ts";
import type { PluginArtifacts } from "../ports/plugin-artifacts.ts";
import { requireDigest } from "./activate-plugin.ts";
import { digestsOf } from "./plugin-record.ts";
import type { PluginRecords } from "./plugin-records.ts";

/** What the code of plugins is kept by. */
export interface PluginCodeOptions {
  readonly artifacts: PluginArtifacts;
  readonly records: PluginRecords;
  readonly turns: Bulkhead;
}

/**
 * Keeps code while a record names it. Several plugins may have the same: who keeps it and who looks whether it is still needed take turns by its
 * digest, so that nothing is deleted which is just being installed.
 */
export interface PluginCode {
  /** Keeps the code, and then what names it; neither, where the second fails. */
  readonly keepWith: <Result>(
    manifest: PluginManifest,
    code: Uint8Array | undefined,
    keepRecord: () => Promise<Result>,
    signal: AbortSignal,
  ) => Promise<Result>;
  /** Deletes code that a record named, as far as no other does. Whoever calls it holds no turn. */
  readonly forget: (digests: Iterable<string>) => Promise<void>;
}

const MAX_CODE_BYTES = 16_777_216;
const NEVER = new AbortController().signal;

/** Makes what looks after the code of a host's plugins. */
export function createPluginCode({ artifacts, records, turns }: PluginCodeOptions): PluginCode {
  const inTurn = <Result>(digest: string, act: () => Promise<Result>, signal: AbortSignal): Promise<Result> =>
    turns.run(`code ${digest}`, act, signal);
  const forgetUnlessNamed = async (digest: string): Promise<void> => {
    const all = await records.list(undefined, NEVER);
    if (!all.some((record) => digestsOf(record).has(digest))) await artifacts.delete(digest, NEVER);
  };

  return {
    async keepWith({ id: pluginId, entry }, code, keepRecord, signal) {
      if (entry.kind === "memory") return keepRecord();
      if (code === undefined) throw pluginError("plugin/code-missing", { pluginId, digest: entry.digest });
      if (code.length > MAX_CODE_BYTES)
        throw pluginError("plugin/quota", { pluginId, what: "bytes of code", max: MAX_CODE_BYTES });
      requireDigest(pluginId, entry.digest, code);
      const keepBoth = async () => {
        await artifacts.put({ digest: entry.digest, bytes: code }, signal);
        try {
          return await keepRecord();
        } catch (error) {
          await forgetUnlessNamed(entry.digest);
          throw error;
        }
      };
      return inTurn(entry.digest, keepBoth, signal);
    },
    async forget(digests) {
      for (const digest of digests) await inTurn(digest, () => forgetUnlessNamed(digest), NEVER);
    },
  };
}
