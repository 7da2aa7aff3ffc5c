import { resolve } from "node:path";
import type { MessagingConfig, NatsConfig, NatsCredentials } from "../config.ts";
import type { EnvReader } from "../env-reader.ts";
import type { Profile } from "../profiles/profile.ts";

const NAME = /^[A-Za-z0-9_-]{1,48}$/;
const FORM = "must look like nats://user:password@host:4222 or tls://host:4222, several with commas between.";
const DEFAULT_PORT = "4222";
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Reads how messages are carried. Problems go to the reader, and repeat no value. */
export function readMessaging(reader: EnvReader, profile: Profile, workingDir: string): MessagingConfig {
  return {
    nats: readNats(reader, profile, workingDir),
    busName: readName(reader, "CORDON_BUS_NAME") ?? "main",
    serverId: readName(reader, "CORDON_SERVER_ID"),
  };
}

function readName(reader: EnvReader, variable: string): string | undefined {
  const name = reader.text(variable);
  if (name !== undefined && !NAME.test(name))
    reader.problem(variable, "must be 1 to 48 characters of A-Z a-z 0-9 _ -.");
  return name;
}

function readNats(reader: EnvReader, profile: Profile, workingDir: string): NatsConfig | undefined {
  const listed = reader.text("CORDON_NATS_URL");
  const keyFile = reader.text("CORDON_BUS_KEY_FILE");
  const isPrivate = reader.flag("CORDON_NATS_PLAINTEXT");
  if (listed === undefined) {
    // Whoever set a key believes that there is a bus of several servers.
    if (keyFile !== undefined) reader.problem("CORDON_NATS_URL", "is required when CORDON_BUS_KEY_FILE is set.");
    return undefined;
  }
  if (keyFile === undefined) reader.problem("CORDON_BUS_KEY_FILE", "is required when CORDON_NATS_URL is set.");
  const brokers = listed.split(",").map((text) => brokerOf(text.trim()));
  const urls = brokers.filter((url) => url !== undefined);
  if (urls.length < brokers.length) reader.problem("CORDON_NATS_URL", FORM);
  if (new Set(urls.map(({ protocol }) => protocol)).size > 1)
    reader.problem("CORDON_NATS_URL", "must not mix nats:// and tls://.");
  const isEncrypted = urls.every(({ protocol }) => protocol === "tls:");
  const isExposed = !isEncrypted && urls.some(({ hostname }) => !LOOPBACK.test(hostname));
  if (profile.plainNats === "declared" && isExposed && !isPrivate) {
    reader.problem(
      "CORDON_NATS_PLAINTEXT",
      "must be true in the prod profile when a broker on another machine is reached by nats://. Better: use tls://.",
    );
  }
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || DEFAULT_PORT}`),
    isEncrypted,
    credentials: credentialsOf(urls, reader),
    keyFile: resolve(workingDir, keyFile ?? ""),
  };
}

function brokerOf(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "nats:" && url.protocol !== "tls:") || url.hostname === "") return undefined;
  const isBare = (url.pathname === "" || url.pathname === "/") && url.search === "" && url.hash === "";
  return isBare && isDecodable(url.username) && isDecodable(url.password) ? url : undefined;
}

// The client takes one set for all brokers: which of two was meant is nothing to guess at.
function credentialsOf(urls: readonly URL[], reader: EnvReader): NatsCredentials | undefined {
  const all = urls.filter(({ username, password }) => username !== "" || password !== "");
  const [first] = all;
  if (first === undefined) return undefined;
  if (all.some(({ username, password }) => username !== first.username || password !== first.password))
    reader.problem("CORDON_NATS_URL", "must have the same user and password in each address that has any.");
  if (first.username === "") reader.problem("CORDON_NATS_URL", FORM);
  const user = decodeURIComponent(first.username);
  // By custom of NATS, a user without a password is a token.
  return first.password === "" ? { token: user } : { user, password: decodeURIComponent(first.password) };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
