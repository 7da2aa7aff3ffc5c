import type { Bulkhead } from "@cordon/resilience";
import { pluginError } from "../errors.ts";
import { checkApiVersion } from "../manifest/check-api-version.ts";
import type { PluginManifest } from "../manifest/manifest.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";
import type { InstallRequest, PluginHost } from "../plugin-host.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import { digestOf } from "../signing/digest-of.ts";
import { signedBytesOf } from "../signing/canonical-manifest.ts";
import { type ActivationOptions, checkOrigin, requireDigest } from "./activate-plugin.ts";
import type { InstalledVersion, PluginRecord } from "./plugin-record.ts";
import type { PluginRecords } from "./plugin-records.ts";

/** What an installer is made of. */
export interface InstallerOptions extends ActivationOptions {
  readonly records: PluginRecords;
  readonly turns: Bulkhead;
  readonly audit: AuditTrail;
}

const MAX_VERSIONS = 20;
const MAX_CODE_BYTES = 16_777_216;

/** Makes what installs: all that can be found out about a plugin without running it is found out before anything is kept. */
export function createInstaller(options: InstallerOptions): PluginHost["install"] {
  const { artifacts, records, turns, clock, audit } = options;

  const keepCode = async (
    manifest: PluginManifest,
    code: Uint8Array | undefined,
    signal: AbortSignal,
  ): Promise<void> => {
    const { id: pluginId, entry } = manifest;
    if (entry.kind === "memory") return;
    if (code === undefined) throw pluginError("plugin/code-missing", { pluginId, digest: entry.digest });
    if (code.length > MAX_CODE_BYTES)
      throw pluginError("plugin/quota", { pluginId, what: "bytes of code", max: MAX_CODE_BYTES });
    requireDigest(pluginId, entry.digest, code);
    await artifacts.put({ digest: entry.digest, bytes: code }, signal);
  };
  const add = async (
    { scope, principalId }: InstallRequest,
    manifest: PluginManifest,
    digest: string,
    signal: AbortSignal,
  ): Promise<PluginRecord> => {
    const { id: pluginId, version } = manifest;
    const read = await records.find(scope, pluginId, signal);
    const known = read?.record.versions.find((each) => each.manifest.version === version);
    if (read !== undefined && known?.digest === digest) return read.record;
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
    return record;
  };

  return async (request, signal) => {
    const manifest = parseManifest(request.manifest, { format: request.format ?? "json" });
    checkApiVersion(manifest);
    await checkOrigin(manifest, options, signal);
    await keepCode(manifest, request.code, signal);
    const digest = digestOf(signedBytesOf(manifest));
    return turns.run(`${request.scope}/${manifest.id}`, () => add(request, manifest, digest, signal), signal);
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
