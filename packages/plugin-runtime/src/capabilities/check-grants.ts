import type { FieldIssue } from "@cordon/core";
import type { EgressHost } from "@cordon/egress";
import { pluginError } from "../errors.ts";
import type { PluginManifest, StorageCapability } from "../manifest/manifest.ts";
import { compileValueSchema } from "../schema/value-schema.ts";
import type { GrantedCapabilities } from "./granted-capabilities.ts";
import { isTopic } from "./topics.ts";

const FIELDS: ReadonlySet<string> = new Set<keyof GrantedCapabilities>([
  "http",
  "storage",
  "publish",
  "secrets",
  "config",
]);

/**
 * Checks what an operator grants: that it can be read and put to use, and that the configuration fits the plugin's schema. It may be more than
 * the plugin asks for, which grants nothing.
 */
export function checkGrants(manifest: PluginManifest, granted: GrantedCapabilities, egress: EgressHost): void {
  const issues = [...issuesOf(manifest, granted), ...ruleIssues(granted, egress)];
  if (issues.length > 0) throw pluginError("plugin/invalid-grant", { pluginId: manifest.id, issues });
}

/** What a plugin needs that its operator has not given, or undefined. */
export function missingGrant({ capabilities }: PluginManifest, granted: GrantedCapabilities): string | undefined {
  return capabilities?.config !== undefined && granted.config === undefined ? "a configuration" : undefined;
}

function* issuesOf(manifest: PluginManifest, granted: GrantedCapabilities): Generator<FieldIssue> {
  for (const field of Object.keys(granted))
    if (!FIELDS.has(field)) yield { pointer: `/${field}`, message: "is not a known field" };
  const { storage, publish = [], secrets = [], config } = granted;
  if (storage !== undefined) yield* quotaIssues(storage);
  for (const [at, topic] of publish.entries()) {
    if (!isTopic(typeof topic === "string" ? topic.replace(/\.\*$/, "") : topic))
      yield { pointer: `/publish/${at}`, message: "must be names joined by dots, perhaps with .* at the end" };
  }
  for (const [at, name] of secrets.entries()) {
    if (typeof name !== "string" || name === "")
      yield { pointer: `/secrets/${at}`, message: "must be the name of a secret" };
  }
  const schema = manifest.capabilities?.config;
  if (config !== undefined && schema === undefined)
    yield { pointer: "/config", message: "is more than this plugin takes: it has no configuration" };
  if (config !== undefined && schema !== undefined) {
    for (const { pointer, message } of compileValueSchema(schema).check(config))
      yield { pointer: `/config${pointer}`, message };
  }
}

// The rules are egress's own, and so is what it says of them.
function* ruleIssues({ http = [] }: GrantedCapabilities, egress: EgressHost): Generator<FieldIssue> {
  try {
    egress.grant({ rules: http }).revoke();
  } catch (error) {
    yield { pointer: "/http", message: error instanceof Error ? error.message : "cannot be understood" };
  }
}

function* quotaIssues(storage: StorageCapability): Generator<FieldIssue> {
  for (const field of ["maxBytes", "maxKeys"] as const) {
    if (!Number.isSafeInteger(storage[field]) || storage[field] < 1)
      yield { pointer: `/storage/${field}`, message: "must be a whole number from 1" };
  }
}
