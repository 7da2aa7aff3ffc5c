import type { PluginAsksV1, PluginFailureV1, PluginSummaryV1, PluginV1, PluginVersionV1 } from "@cordon/interface";
import type {
  AskedCapabilities,
  InstalledVersion,
  PluginFailure,
  PluginManifest,
  PluginRecord,
} from "@cordon/plugin-runtime";

/** The DTO of a plugin. */
export function pluginToDto(record: PluginRecord): PluginV1 {
  const { scope, previous, versions, granted } = record;
  return {
    ...pluginToSummary(record),
    projectId: scope,
    previous: previous ?? null,
    versions: versions.map(versionToDto),
    granted,
  };
}

/** The DTO of a plugin in a list. */
export function pluginToSummary({ pluginId, state, isEnabled, current, failure }: PluginRecord): PluginSummaryV1 {
  return {
    id: pluginId,
    state,
    enabled: isEnabled,
    current,
    failure: failure === undefined ? null : failureToDto(failure),
  };
}

/** A moment as the API writes it. */
export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function failureToDto({ at, version, code, message }: PluginFailure): PluginFailureV1 {
  return { at: timeOf(at), version, code, message: message.toWellFormed() };
}

function versionToDto({ manifest, digest, installedAt, installedBy }: InstalledVersion): PluginVersionV1 {
  const { version, name, description, entry, signature, capabilities } = manifest;
  return {
    version,
    name: textOf(name),
    description: textOf(description),
    kind: entry.kind,
    digest,
    signedBy: signature?.keyId ?? null,
    operations: operationsOf(manifest),
    asks: asksOf(capabilities ?? {}),
    installedAt: timeOf(installedAt),
    installedBy,
  };
}

function operationsOf({ operations }: PluginManifest): PluginVersionV1["operations"] {
  return Object.entries(operations).map(([name, { description }]) => ({ name, description: textOf(description) }));
}

function asksOf({ http, storage, events, secrets, config }: AskedCapabilities): PluginAsksV1 {
  return {
    http: http ?? [],
    storage: storage ?? null,
    publish: events?.publish ?? [],
    secrets: secrets ?? [],
    config: config !== undefined,
  };
}

function textOf(text: string | undefined): string | null {
  return text?.toWellFormed() ?? null;
}
