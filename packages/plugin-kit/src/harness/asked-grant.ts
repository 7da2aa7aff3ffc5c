import type { JsonValue } from "@cordon/core";
import type { GrantedCapabilities, PluginManifest } from "@cordon/plugin-runtime";

/** What can be kept from a plugin, by the names that the audit uses. */
export const DENIABLE = ["http", "storage", "publish", "secrets"] as const;

/** One of `DENIABLE`. */
export type Deniable = (typeof DENIABLE)[number];

/** A grant of all that a manifest asks for, but for what is denied. */
export function askedGrant(
  { capabilities = {} }: PluginManifest,
  config: JsonValue | undefined,
  deny: readonly Deniable[] = [],
): GrantedCapabilities {
  const { http, storage, events, secrets } = capabilities;
  const all = {
    http,
    storage,
    publish: events?.publish,
    secrets: secrets?.map(({ name }) => name),
    config: capabilities.config === undefined ? undefined : config,
  };
  const granted = Object.entries(all).filter(
    ([name, each]) => each !== undefined && !(deny as readonly string[]).includes(name),
  );
  return Object.fromEntries(granted) as GrantedCapabilities;
}
