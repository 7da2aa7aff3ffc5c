import type { LogLevel } from "@cordon/core";
import type { PluginBreakerOptions } from "@cordon/plugin-runtime";

/** The names of the profiles. */
export type ProfileName = "dev" | "prod";

/**
 * What a profile settles, so that no other code asks which profile it is. Each field is either a default that a variable may
 * override, or a demand that nothing overrides.
 */
export interface Profile {
  readonly name: ProfileName;
  readonly logLevel: LogLevel;
  /** Requests per second that one address may make on average; twice as many at once. */
  readonly rateLimitPerSecond: number;
  /** How long requests under way may go on once the server has been told to stop. */
  readonly drainTimeoutMs: number;
  /** `generated`: one token, made at the first start and printed. `listed`: only digests, and at least one. */
  readonly tokens: "generated" | "listed";
  /** Whether plain HTTP needs an operator's word that a TLS-terminating proxy stands in front. */
  readonly plainHttp: "allowed" | "behind-proxy";
  /** Whether an unencrypted connection to a broker on another machine needs an operator's word that the network between is private. */
  readonly plainNats: "allowed" | "declared";
  /** `signed`: signed WebAssembly and JavaScript only. `any`: unsigned ones with a warning, and those of the server's own process. */
  readonly plugins: "any" | "signed";
  /** `as-granted`: modules may do what they were granted. `as-asked`: all that they ask for, with a warning. */
  readonly modules: "as-asked" | "as-granted";
  /** When circuits of plugins open, where not by default: an author at work makes mistakes, and wants to try again at once. */
  readonly breaker: Pick<PluginBreakerOptions, "failureRatio" | "minimumCalls" | "openMs">;
}
