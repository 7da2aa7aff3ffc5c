import type { Clock, Random, TlsMaterial } from "@cordon/core";
import { createFileTlsProvider, digestToken } from "@cordon/middleware";
import type { Config, TokenDigest } from "./config.ts";
import { loadDevToken } from "./dev-token.ts";

/** The tokens that are accepted, and in the dev profile the one to show. */
export interface LoadedTokens {
  readonly tokens: readonly TokenDigest[];
  readonly shown: string | undefined;
}

/** The tokens that the configuration lists, fixes or leaves to be made. */
export async function loadTokens({ tokens, dataDir }: Config, random: Random): Promise<LoadedTokens> {
  if (tokens.kind === "listed") return { tokens: tokens.tokens, shown: undefined };
  const token = tokens.kind === "fixed" ? tokens.token : await loadDevToken(dataDir, random);
  return { tokens: [{ principalId: "dev", sha256Hex: digestToken(token) }], shown: token };
}

/** The certificate and key that the configuration names, checked; `undefined` where it names none. */
export async function loadTls({ tls }: Config, clock: Clock): Promise<TlsMaterial | undefined> {
  return tls && createFileTlsProvider({ ...tls, clock }).load(new AbortController().signal);
}
