import type { FieldIssue } from "@cordon/core";
import type { ModuleManifest } from "../../src/modules/manifest/module-manifest.ts";
import { parseModuleManifest } from "../../src/modules/manifest/parse-module-manifest.ts";

/** A manifest with every field that there is. */
export const FULL: ModuleManifest = {
  manifestVersion: "1",
  id: "acme.browser",
  version: "1.4.0",
  kind: "wasm",
  entry: "browser.wasm",
  dependsOn: ["acme.store"],
  capabilities: ["browser:navigate", "emit:*"],
  config: ["browser.home"],
  startTimeoutMs: 5000,
  stopTimeoutMs: 1000,
  restart: { policy: "on-failure", maxRestarts: 3, windowMs: 60_000, baseDelayMs: 100, maxDelayMs: 1000 },
  health: { intervalMs: 1000, timeoutMs: 100, failures: 3 },
  limits: { fuel: 1000, memory: 65_536, timeoutMs: 50 },
};

/** What a source is refused for; nothing where it is read. */
export function issuesOfSource(source: unknown): readonly FieldIssue[] {
  try {
    parseModuleManifest(source as string);
    return [];
  } catch (error) {
    const { code, details } = error as {
      readonly code?: string;
      readonly details: { readonly issues: readonly FieldIssue[] };
    };
    if (code !== "kernel/invalid-manifest") throw error;
    return details.issues;
  }
}
