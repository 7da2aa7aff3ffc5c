import { AppError, type Clock, type Logger } from "@cordon/core";
import { pluginError } from "../errors.ts";
import type { LoadedPlugin, OperationSchemas } from "../loaded-plugin.ts";
import { checkApiVersion } from "../manifest/check-api-version.ts";
import type { PluginManifest } from "../manifest/manifest.ts";
import { type PluginCeilings, type ResolvedPluginLimits, resolvePluginLimits } from "../manifest/plugin-limits.ts";
import type { PluginArtifacts } from "../ports/plugin-artifacts.ts";
import type { Sandbox } from "../ports/sandbox.ts";
import { compileValueSchema } from "../schema/value-schema.ts";
import { digestOf } from "../signing/digest-of.ts";
import type { TrustStore } from "../signing/trust-store.ts";
import { verifySignature } from "../signing/verify-signature.ts";

/** Makes the sandbox that a manifest's entry needs. */
export type MakeSandbox = (
  manifest: PluginManifest,
  code: Uint8Array | undefined,
  limits: ResolvedPluginLimits,
) => Promise<Sandbox>;

/** What a plugin must come up to before it runs, and what it is run with. */
export interface ActivationOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly artifacts: PluginArtifacts;
  readonly trust: TrustStore;
  /** Whether an unsigned plugin is refused, or only warned of. A signature that is there is always checked. */
  readonly requiresSignature: boolean;
  /** Whether plugins of the host's own process may run. */
  readonly allowsMemory: boolean;
  readonly ceilings: PluginCeilings;
  readonly makeSandbox: MakeSandbox;
}

/**
 * The one way from a manifest to a plugin that can be called, at install, at boot and at every upgrade: a key that was revoked since, or code
 * that was changed on disk, is found out each time.
 *
 * ```text
 * manifest -> signature and key -> interface version -> code by its digest -> limits under the ceilings -> sandbox
 * ```
 */
export async function activatePlugin(
  manifest: PluginManifest,
  options: ActivationOptions,
  signal: AbortSignal,
): Promise<LoadedPlugin> {
  await checkOrigin(manifest, options, signal);
  checkApiVersion(manifest);
  const code = await codeOf(manifest, options, signal);
  const limits = resolvePluginLimits(manifest, options.ceilings);
  const operations = new Map(
    Object.entries(manifest.operations).map(([name, { input, output }]): [string, OperationSchemas] => [
      name,
      { input: compileValueSchema(input), output: compileValueSchema(output) },
    ]),
  );
  return { manifest, operations, limits, sandbox: await options.makeSandbox(manifest, code, limits) };
}

/** Checks who signed a manifest, as far as this host wants to know. */
export async function checkOrigin(
  manifest: PluginManifest,
  { clock, logger, trust, requiresSignature, allowsMemory }: ActivationOptions,
  signal: AbortSignal,
): Promise<void> {
  const { id: pluginId, version, entry, signature } = manifest;
  if (entry.kind === "memory" && !allowsMemory) throw pluginError("plugin/memory-refused", { pluginId });
  if (signature !== undefined || requiresSignature) await verifySignature({ manifest, trust, clock }, signal);
  else if (entry.kind !== "memory")
    logger.log("warn", "plugin is not signed; a production profile would refuse it", { pluginId, version });
}

async function codeOf(
  { id: pluginId, entry }: PluginManifest,
  { artifacts }: ActivationOptions,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (entry.kind === "memory") return undefined;
  const code = await artifacts.get(entry.digest, signal);
  if (code === undefined) throw pluginError("plugin/code-missing", { pluginId, digest: entry.digest });
  requireDigest(pluginId, entry.digest, code);
  return code;
}

/** Refuses code that is not what the manifest pins. */
export function requireDigest(pluginId: string, declared: string, code: Uint8Array): void {
  const found = digestOf(code);
  if (found !== declared) throw pluginError("plugin/digest-mismatch", { pluginId, declared, found });
}

/** What is kept of an activation that failed, in words that may be shown. */
export function failureOf(
  error: unknown,
  version: string,
  at: number,
): { at: number; version: string; code: string; message: string } {
  if (AppError.is(error)) return { at, version, code: error.code, message: error.message };
  return { at, version, code: "core/internal", message: "Something failed inside the host. See its log." };
}
