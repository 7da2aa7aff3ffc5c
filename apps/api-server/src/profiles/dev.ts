import type { Profile } from "./profile.ts";

/** For one's own machine: starts with nothing set, and says how to call it. */
export const DEV: Profile = {
  name: "dev",
  logLevel: "info",
  rateLimitPerSecond: 10_000,
  drainTimeoutMs: 5000,
  tokens: "generated",
  plainHttp: "allowed",
  plainNats: "allowed",
  plugins: "any",
  modules: "as-asked",
  breaker: { minimumCalls: 20, failureRatio: 0.9, openMs: 1000 },
};
