import type { LogLevel } from "@cordon/core";
import type { Profile } from "./profiles/profile.ts";

/** Where projects are kept. */
export type DatabaseConfig =
  | { readonly kind: "sqlite"; readonly file: string }
  | { readonly kind: "postgres"; readonly connectionString: string };

/** Who may call. In dev a fixed token, or one made at the first start; in prod digests only. */
export type TokenConfig =
  | { readonly kind: "fixed"; readonly token: string }
  | { readonly kind: "generated" }
  | { readonly kind: "listed"; readonly tokens: readonly TokenDigest[] };

/** A token that is known only by its SHA-256. */
export interface TokenDigest {
  readonly principalId: string;
  readonly sha256Hex: string;
}

/** Files that hold a certificate chain and its key. */
export interface TlsFiles {
  readonly certificateChainFile: string;
  readonly privateKeyFile: string;
}

/** What plugins are given besides the data folder. */
export interface PluginConfig {
  /** Folders below it may be installed by their names. */
  readonly dir: string | undefined;
  /** A JSON file of secrets, by project and name. */
  readonly secretsFile: string | undefined;
}

/** Everything that the environment decides, checked. */
export interface Config {
  readonly profile: Profile;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly tokens: TokenConfig;
  readonly logLevel: LogLevel;
  readonly rateLimitPerSecond: number;
  readonly tls: TlsFiles | undefined;
  readonly behindProxy: boolean;
  readonly plugins: PluginConfig;
}
