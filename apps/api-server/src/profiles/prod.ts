import type { Profile } from "./profile.ts";

/** For the open: no secret has a default, and plain HTTP has to be declared. */
export const PROD: Profile = {
  name: "prod",
  logLevel: "info",
  rateLimitPerSecond: 100,
  drainTimeoutMs: 25_000,
  tokens: "listed",
  plainHttp: "behind-proxy",
  plainNats: "declared",
  plugins: "signed",
  modules: "as-granted",
  breaker: {},
};
