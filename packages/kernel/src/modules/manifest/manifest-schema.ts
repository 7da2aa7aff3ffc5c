import * as z from "zod";
import { CAPABILITY_PATTERN } from "../capability-overlap.ts";
import { entryPathProblem } from "./entry-path.ts";
import type { HealthPolicy, ModuleLimits, ModuleManifest } from "./module-manifest.ts";
import type { RestartPolicy } from "../restart-policy.ts";

const MAX_LIST = 64;
const PAGE_BYTES = 65_536;
const MAX_TIME_MS = 300_000;
const LONGEST_MS = 86_400_000;
const NUMBER = "(?:0|[1-9]\\d{0,14})";
const PART = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
const VERSION = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PART}(?:\\.${PART})*)?$`);

const idField = text(100, /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*$/, {
  error:
    "must be a-z, 0-9, hyphens, underscores and single dots, where each part begins and ends with a letter or digit",
});
const nameField = text(100, /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/, {
  error: "must be a-z, 0-9, dots, hyphens and underscores, beginning and ending with a letter or digit",
});
const versionField = text(100, VERSION, { error: "must be a semantic version such as 1.4.0, without build metadata" });
const capabilityField = text(300, CAPABILITY_PATTERN, {
  error: "must be a pattern such as browser:navigate or emit:*, of letters, digits, dots, hyphens and underscores",
});
const configKeyField = text(128, /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/, {
  error: "must be names of letters, digits, hyphens and underscores, joined by dots",
});

const restart: z.ZodType<Partial<RestartPolicy>> = z.strictObject({
  policy: z.enum(["never", "on-failure", "always"]).optional(),
  maxRestarts: z.int().min(0).max(1000).optional(),
  windowMs: z.int().min(1).max(LONGEST_MS).optional(),
  baseDelayMs: z.int().min(1).max(LONGEST_MS).optional(),
  maxDelayMs: z.int().min(1).max(LONGEST_MS).optional(),
}) as never;

const health: z.ZodType<Partial<HealthPolicy>> = z.strictObject({
  intervalMs: z.int().min(100).max(LONGEST_MS).optional(),
  timeoutMs: z.int().min(1).max(MAX_TIME_MS).optional(),
  failures: z.int().min(1).max(1000).optional(),
}) as never;

const limits: z.ZodType<ModuleLimits> = z.strictObject({
  fuel: z.int().min(1).max(1_000_000_000_000).optional(),
  memory: z.int().min(PAGE_BYTES).max(4_294_967_296).multipleOf(PAGE_BYTES).optional(),
  timeoutMs: z.int().min(1).max(MAX_TIME_MS).optional(),
}) as never;

/** A manifest, field by field and where fields go together. */
export const manifestSchema: z.ZodType<ModuleManifest> = z
  .strictObject({
    manifestVersion: z.literal("1"),
    id: idField,
    version: versionField,
    kind: z.enum(["native", "plugin", "wasm"]),
    entry: z.string().min(1, { abort: true }).max(200, { abort: true }),
    dependsOn: uniqueList(idField).optional(),
    capabilities: uniqueList(capabilityField).optional(),
    config: uniqueList(configKeyField).optional(),
    startTimeoutMs: z.int().min(1).max(MAX_TIME_MS).optional(),
    stopTimeoutMs: z.int().min(1).max(60_000).optional(),
    restart: restart.optional(),
    health: health.optional(),
    limits: limits.optional(),
  })
  .check(({ value, issues }) => {
    const report = (path: readonly string[], message: string): void =>
      void issues.push({ code: "custom", input: value, path: [...path], message });
    const problem = value.kind === "wasm" ? entryPathProblem(value.entry) : namedEntryProblem(value.entry);
    if (problem !== undefined) report(["entry"], problem);
    if (value.dependsOn?.includes(value.id) === true) report(["dependsOn"], "must not have the module itself");
    const { baseDelayMs = 1000, maxDelayMs = 60_000 } = value.restart ?? {};
    if (baseDelayMs > maxDelayMs) report(["restart", "maxDelayMs"], "must not be less than baseDelayMs");
    // What nothing enforces is refused, so that nobody relies on it.
    for (const name of ["fuel", "memory"] as const)
      if (value.kind !== "wasm" && value.limits?.[name] !== undefined) report(["limits", name], "is for wasm modules");
  }) as never;

function namedEntryProblem(entry: string): string | undefined {
  return nameField.safeParse(entry, { jitless: true }).success
    ? undefined
    : "must be a name of a-z, 0-9, dots, hyphens and underscores, beginning and ending with a letter or digit";
}

/** A list that has nothing twice. */
function uniqueList(item: z.ZodType<string>): z.ZodType<readonly string[]> {
  return z
    .array(item)
    .max(MAX_LIST, { abort: true })
    .refine((list) => new Set(list).size === list.length, { error: "must not have an entry twice" })
    .meta({ uniqueItems: true });
}

function text(max: number, pattern: RegExp, message: { readonly error: string }): z.ZodString {
  // Each rule relies on the one before: patterns are not held against texts that are too long anyway.
  return z
    .string()
    .min(1, { abort: true })
    .max(max, { abort: true })
    .regex(pattern, { ...message, abort: true });
}
