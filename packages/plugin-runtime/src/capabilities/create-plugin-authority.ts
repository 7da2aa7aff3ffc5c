import type { Logger, Storage } from "@cordon/core";
import type { EgressHost } from "@cordon/egress";
import type { PluginManifest, StorageCapability } from "../manifest/manifest.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { EventSink } from "../ports/event-sink.ts";
import type { SecretSource } from "../ports/secret-source.ts";
import type { GrantedCapabilities } from "./granted-capabilities.ts";
import type { PluginAuthority } from "./plugin-authority.ts";
import { createPluginData } from "./plugin-data.ts";
import { createPluginHttp } from "./plugin-http.ts";

/** What authority is made of. */
export interface AuthorityOptions {
  readonly storage: Storage;
  readonly egress: EgressHost;
  readonly secrets: SecretSource;
  readonly events: EventSink;
  readonly audit: AuditTrail;
  readonly loggerOf: (scope: string, pluginId: string) => Logger;
}

/** Asked ∩ granted, as values: what one of the two leaves out is not there. */
export function createPluginAuthority(
  scope: string,
  manifest: PluginManifest,
  granted: GrantedCapabilities,
  { storage, egress, secrets, events, audit, loggerOf }: AuthorityOptions,
): PluginAuthority {
  const { id: pluginId, version, capabilities } = manifest;
  const quota = quotaOf(capabilities?.storage, granted.storage);
  const asked = capabilities?.events?.publish;
  return {
    identity: { scope, pluginId, version },
    config: granted.config ?? null,
    data: quota === undefined ? undefined : createPluginData({ storage, scope, pluginId, quota }),
    http: createPluginHttp({ egress, secrets, scope, manifest, granted }),
    publish: asked === undefined || granted.publish === undefined ? undefined : { asked, granted: granted.publish },
    logger: loggerOf(scope, pluginId),
    audit,
    events,
  };
}

function quotaOf(
  asked: StorageCapability | undefined,
  granted: StorageCapability | undefined,
): StorageCapability | undefined {
  if (asked === undefined || granted === undefined) return undefined;
  return {
    maxBytes: Math.min(asked.maxBytes, granted.maxBytes),
    maxKeys: Math.min(asked.maxKeys, granted.maxKeys),
  };
}
