import { isIP } from "node:net";
import { resolve } from "node:path";
import type {
  Config,
  DatabaseConfig,
  ModulesConfig,
  PluginConfig,
  TlsFiles,
  TokenConfig,
  TokenDigest,
} from "./config.ts";
import { createEnvReader, type Env, type EnvReader } from "./env-reader.ts";
import { serverError } from "./errors.ts";
import { DEV } from "./profiles/dev.ts";
import { PROD } from "./profiles/prod.ts";
import type { Profile } from "./profiles/profile.ts";
import { readMessaging } from "./messaging/read-messaging.ts";

/** Where relative paths start from. */
export interface ReadConfigOptions {
  readonly workingDir: string;
}

/** Turns the environment into a configuration, or throws `server/bad-config` listing every problem in it. */
export function readConfig(env: Env, { workingDir }: ReadConfigOptions): Config {
  const reader = createEnvReader(env);
  const profile = reader.oneOf("CORDON_PROFILE", ["dev", "prod"], "dev") === "prod" ? PROD : DEV;
  const dataDir = resolve(workingDir, reader.text("CORDON_DATA_DIR") ?? ".cordon");
  const tls = readTls(reader, workingDir);
  const config: Config = {
    profile,
    host: readHost(reader),
    port: reader.wholeNumber("CORDON_PORT", 0, 65_535, 8787),
    dataDir,
    database: readDatabase(reader, dataDir),
    tokens: readTokens(reader, profile),
    logLevel: reader.oneOf("CORDON_LOG_LEVEL", ["debug", "info", "warn", "error"], profile.logLevel),
    rateLimitPerSecond: reader.wholeNumber("CORDON_RATE_LIMIT_PER_SECOND", 1, 500_000, profile.rateLimitPerSecond),
    tls,
    behindProxy: readBehindProxy(reader, profile, tls),
    plugins: readPlugins(reader, workingDir),
    modules: readModules(reader, workingDir),
    messaging: readMessaging(reader, profile, workingDir),
    passphraseFile: readPath(reader, "CORDON_CONFIG_PASSPHRASE_FILE", workingDir),
  };
  const problems = reader.problems();
  if (problems.length > 0) throw serverError("server/bad-config", { problems });
  return config;
}

function readHost(reader: EnvReader): string {
  const host = reader.text("CORDON_HOST") ?? "127.0.0.1";
  if (isIP(host) === 0 && !/^[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$/.test(host)) {
    reader.problem("CORDON_HOST", "must be an IP address or a host name, without a port.");
  }
  return host;
}

function readDatabase(reader: EnvReader, dataDir: string): DatabaseConfig {
  const connectionString = reader.text("CORDON_DATABASE_URL");
  if (connectionString === undefined) return { kind: "sqlite", file: resolve(dataDir, "cordon.db") };
  if (!URL.canParse(connectionString) || !/^postgres(?:ql)?:$/.test(new URL(connectionString).protocol)) {
    reader.problem("CORDON_DATABASE_URL", "must look like postgres://user:password@host:5432/database.");
  }
  return { kind: "postgres", connectionString };
}

function readTokens(reader: EnvReader, profile: Profile): TokenConfig {
  const fixed = reader.text("CORDON_TOKEN");
  const listed = reader.text("CORDON_API_TOKENS");
  if (profile.tokens === "listed") {
    if (fixed !== undefined) {
      reader.problem(
        "CORDON_TOKEN",
        "is for the dev profile only. List the SHA-256 of each token in CORDON_API_TOKENS.",
      );
    }
    if (listed === undefined) {
      reader.problem("CORDON_API_TOKENS", "is required in the prod profile, as name=sha256-of-the-token,… in hex.");
    }
  }
  if (listed !== undefined) return { kind: "listed", tokens: readDigests(reader, listed) };
  if (fixed === undefined) return { kind: "generated" };
  if (!/^[\x21-\x7e]{16,512}$/.test(fixed)) {
    reader.problem("CORDON_TOKEN", "must be 16 to 512 printable ASCII characters without spaces.");
  }
  return { kind: "fixed", token: fixed };
}

function readDigests(reader: EnvReader, listed: string): readonly TokenDigest[] {
  const tokens = listed.split(",").map((entry) => {
    const [, principalId, sha256Hex] = /^([a-z0-9][a-z0-9._-]{0,62})=([0-9a-f]{64})$/i.exec(entry.trim()) ?? [];
    // It is part of a name on the bus, which has no empty part.
    if (!principalId || !sha256Hex || /\.(?:\.|$)/.test(principalId)) return undefined;
    return { principalId, sha256Hex: sha256Hex.toLowerCase() };
  });
  const bad = tokens.flatMap((token, at) => (token === undefined ? [at + 1] : []));
  if (bad.length > 0) {
    reader.problem(
      "CORDON_API_TOKENS",
      `must be name=sha256 entries with commas between, names without two dots in a row or one at the end; not so: entry ${bad.join(", ")}.`,
    );
  }
  const good = tokens.filter((token) => token !== undefined);
  if (new Set(good.map(({ sha256Hex }) => sha256Hex)).size < good.length) {
    reader.problem("CORDON_API_TOKENS", "must not list the same token twice.");
  }
  return good;
}

function readTls(reader: EnvReader, workingDir: string): TlsFiles | undefined {
  const certificate = reader.text("CORDON_TLS_CERT_FILE");
  const key = reader.text("CORDON_TLS_KEY_FILE");
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined) reader.problem("CORDON_TLS_CERT_FILE", "is required when CORDON_TLS_KEY_FILE is set.");
  if (key === undefined) reader.problem("CORDON_TLS_KEY_FILE", "is required when CORDON_TLS_CERT_FILE is set.");
  return {
    certificateChainFile: resolve(workingDir, certificate ?? ""),
    privateKeyFile: resolve(workingDir, key ?? ""),
  };
}

function readBehindProxy(reader: EnvReader, profile: Profile, tls: TlsFiles | undefined): boolean {
  const behindProxy = reader.flag("CORDON_BEHIND_PROXY");
  if (profile.plainHttp === "behind-proxy" && tls === undefined && !behindProxy) {
    reader.problem(
      "CORDON_BEHIND_PROXY",
      "must be true in the prod profile when the server has no certificate of its own (CORDON_TLS_CERT_FILE, CORDON_TLS_KEY_FILE).",
    );
  }
  return behindProxy;
}

function readPlugins(reader: EnvReader, workingDir: string): PluginConfig {
  const dir = reader.text("CORDON_PLUGIN_DIR");
  const secretsFile = reader.text("CORDON_PLUGIN_SECRETS_FILE");
  return { dir: dir && resolve(workingDir, dir), secretsFile: secretsFile && resolve(workingDir, secretsFile) };
}

function readModules(reader: EnvReader, workingDir: string): ModulesConfig {
  const dir = reader.text("CORDON_MODULE_DIR");
  return { dir: dir && resolve(workingDir, dir) };
}

function readPath(reader: EnvReader, variable: string, workingDir: string): string | undefined {
  const path = reader.text(variable);
  return path && resolve(workingDir, path);
}
