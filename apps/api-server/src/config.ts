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

/** The brokers that join servers to one bus, and who this server is to them. */
export interface NatsConfig {
  /** `host:port`, without scheme and credentials. */
  readonly servers: readonly string[];
  readonly isEncrypted: boolean;
  readonly credentials: NatsCredentials | undefined;
  /** Ed25519, PKCS#8 PEM: what all servers of the bus sign with. */
  readonly keyFile: string;
}

/** Secrets that stood in the brokers' addresses. */
export type NatsCredentials = { readonly user: string; readonly password: string } | { readonly token: string };

/** How messages are carried: within this server, or between several. */
export interface MessagingConfig {
  readonly nats: NatsConfig | undefined;
  readonly busName: string;
  /** `undefined`: made at the first start. */
  readonly serverId: string | undefined;
}

/** Where modules are loaded from. */
export interface ModulesConfig {
  /** Each folder below it is a module. */
  readonly dir: string | undefined;
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
  readonly modules: ModulesConfig;
  readonly messaging: MessagingConfig;
  /** The passphrase that secret configuration is encrypted with, and below it earlier ones. `undefined`: there are no secrets. */
  readonly passphraseFile: string | undefined;
}
