import type { AskedLimits, PluginManifest } from "./manifest.ts";

/** What one call may use, every limit filled in. */
export interface ResolvedPluginLimits extends Required<AskedLimits> {}

/** The most that a host gives any plugin, whatever its manifest asks for. */
export interface PluginCeilings extends Required<AskedLimits> {}

/** What a call may use where the manifest asks for nothing. */
export const PLUGIN_LIMIT_DEFAULTS: ResolvedPluginLimits = Object.freeze({
  fuel: 2_000_000,
  memoryBytes: 8_388_608,
  timeoutMs: 1000,
  inputBytes: 262_144,
  outputBytes: 262_144,
  hostCalls: 100,
  logRecords: 100,
});

/**
 * The fuel of a call of a JavaScript plugin whose manifest names none, and the most with which one runs on the caller's thread. QuickJS
 * takes 300,000 for a call that does nothing, and 29,000,000 until endless recursion becomes an error that names its line. Of some two
 * hundred hostile plugins, the one that holds a thread longest does so for 7 ms with this much: it copies megabytes, charged by the byte.
 */
export const JAVASCRIPT_FUEL = 30_000_000;

/** The ceilings of a host whose operator sets none. */
export const PLUGIN_CEILING_DEFAULTS: PluginCeilings = Object.freeze({
  fuel: 1_000_000_000,
  memoryBytes: 67_108_864,
  timeoutMs: 30_000,
  inputBytes: 1_048_576,
  outputBytes: 1_048_576,
  hostCalls: 1000,
  logRecords: 1000,
});

/** What no manifest may ask for more of, and no ceiling may exceed. */
export const PLUGIN_LIMIT_MAXIMA: PluginCeilings = Object.freeze({
  fuel: 1_000_000_000_000,
  memoryBytes: 4_294_967_296,
  timeoutMs: 600_000,
  inputBytes: 67_108_864,
  outputBytes: 67_108_864,
  hostCalls: 1_000_000,
  logRecords: 1_000_000,
});

/** Memory comes in pages. */
export const MEMORY_PAGE_BYTES = 65_536;

const JAVASCRIPT_DEFAULTS: ResolvedPluginLimits = { ...PLUGIN_LIMIT_DEFAULTS, fuel: JAVASCRIPT_FUEL };

type LimitName = keyof ResolvedPluginLimits;

/**
 * What a call of this plugin may use: what its manifest asks for, or the default, and never more than the host's ceilings. Throws a
 * `RangeError` for a ceiling, or a limit that no manifest could have asked for, that is none.
 */
export function resolvePluginLimits(
  { limits = {}, entry }: Partial<Pick<PluginManifest, "limits" | "entry">>,
  ceilings: PluginCeilings = PLUGIN_CEILING_DEFAULTS,
): ResolvedPluginLimits {
  const defaults = entry?.kind === "javascript" ? JAVASCRIPT_DEFAULTS : PLUGIN_LIMIT_DEFAULTS;
  const resolved = (Object.keys(PLUGIN_LIMIT_DEFAULTS) as LimitName[]).map((name) => {
    const asked = limits[name] ?? defaults[name];
    requireLimit("limit", name, asked);
    requireLimit("ceiling", name, ceilings[name]);
    return [name, Math.min(asked, ceilings[name])];
  });
  return Object.freeze(Object.fromEntries(resolved) as Record<LimitName, number>);
}

function requireLimit(what: "limit" | "ceiling", name: LimitName, value: number): void {
  const unit = name === "memoryBytes" ? MEMORY_PAGE_BYTES : 1;
  const max = PLUGIN_LIMIT_MAXIMA[name];
  if (Number.isInteger(value / unit) && value >= unit && value <= max) return;
  const rule = unit === 1 ? "a whole number" : `a multiple of ${unit}`;
  throw new RangeError(`The ${what} ${name} must be ${rule} from ${unit} to ${max}, and is ${String(value)}.`);
}
