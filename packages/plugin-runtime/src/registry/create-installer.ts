import type { Bulkhead } from "@cordon/resilience";
import { pluginError } from "../errors.ts";
import { checkApiVersion } from "../manifest/check-api-version.ts";
import type { PluginManifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import type { InstallRequest, PluginHost } from "../plugin-host.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import { digestOf } from "../signing/digest-of.ts";
import { signedBytesOf } from "../signing/canonical-manifest.ts";
import { type ActivationOptions, checkOrigin } from "./activate-plugin.ts";
import type { PluginCode } from "./plugin-code.ts";
import { digestsOf, type InstalledVersion, type PluginRecord } from "./plugin-record.ts";
import type { PluginRecords } from "./plugin-records.ts";

/** What an installer is made of. */
export interface InstallerOptions extends ActivationOptions {
  readonly records: PluginRecords;
  readonly turns: Bulkhead;
  readonly audit: AuditTrail;
  readonly code: PluginCode;
  /** Of one scope. */
  readonly maxPlugins: number;
}

/** What a record is now, and what it was if it was changed. */
interface Added {
  readonly record: PluginRecord;
  readonly before: PluginRecord | undefined;
}

const MAX_VERSIONS = 20;

/** Makes what installs: all that can be found out about a plugin without running it is found out before anything is kept. */
export function createInstaller(options: InstallerOptions): PluginHost["install"] {
  const { code, records, turns, clock, audit, maxPlugins } = options;

  const add = async (
    { scope, principalId }: InstallRequest,
    manifest: PluginManifest,
    digest: string,
    signal: AbortSignal,
  ): Promise<Added> => {
    const { id: pluginId, version } = manifest;
    const read = await records.find(scope, pluginId, signal);
    if (read === undefined && (await records.list(scope, signal)).length >= maxPlugins)
      throw pluginError("plugin/too-many", { pluginId, what: "plugins", max: maxPlugins });
    const known = read?.record.versions.find((each) => each.manifest.version === version);
    if (read !== undefined && known?.digest === digest) return { record: read.record, before: undefined };
    if (known !== undefined) throw pluginError("plugin/version-exists", { pluginId, version });
    const installed: InstalledVersion = { digest, manifest, installedAt: clock.now(), installedBy: principalId };
    const record = read === undefined ? firstRecord(scope, installed) : withVersion(read.record, installed);
    await records.put(record, read?.revision, signal);
    audit.append({
      at: clock.now(),
      scope,
      pluginId,
      actor: principalId,
      action: "install",
      outcome: "allowed",
      detail: { version, digest, keyId: manifest.signature?.keyId ?? "" },
    });
    return { record, before: read?.record };
  };

  return async (request, signal) => {
    const manifest = parseManifest(request.manifest, { format: request.format ?? "json" });
    checkApiVersion(manifest);
    await checkOrigin(manifest, options, signal);
    const digest = digestOf(signedBytesOf(manifest));
    const addInTurn = (): Promise<Added> =>
      turns.run(`${request.scope}/${manifest.id}`, () => add(request, manifest, digest, signal), signal);
    const { record, before } = await code.keepWith(manifest, request.code, addInTurn, signal);
    const named = digestsOf(record);
    if (before !== undefined) await code.forget([...digestsOf(before)].filter((each) => !named.has(each)));
    return record;
  };
}

function firstRecord(scope: string, installed: InstalledVersion): PluginRecord {
  return {
    scope,
    pluginId: installed.manifest.id,
    versions: [installed],
    current: installed.manifest.version,
    previous: undefined,
    isEnabled: false,
    state: installed.manifest.capabilities?.config === undefined ? "configured" : "installed",
    granted: {},
    failure: undefined,
  };
}

// The oldest makes room, but never what runs or what a rollback would go to.
function withVersion(record: PluginRecord, installed: InstalledVersion): PluginRecord {
  const { current, previous, pluginId, versions } = record;
  if (versions.length < MAX_VERSIONS) return { ...record, versions: [...versions, installed] };
  const oldest = versions.find(({ manifest: { version } }) => version !== current && version !== previous);
  if (oldest === undefined) throw pluginError("plugin/too-many", { pluginId, what: "versions", max: MAX_VERSIONS });
  return { ...record, versions: [...versions.filter((each) => each !== oldest), installed] };
}
