import { expect, test } from "vitest";
import type { Config } from "./config.ts";
import { readConfig } from "./read-config.ts";

const read = (env: Record<string, string>): Config => readConfig(env, { workingDir: "/srv" });

function problems(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    return (error as { details: { problems: readonly string[] } }).details.problems;
  }
  return [];
}

const digest = "a".repeat(64);
const prod = { CORDON_PROFILE: "prod", CORDON_API_TOKENS: `ci=${digest}`, CORDON_BEHIND_PROXY: "true" };

test("with nothing set, it is the dev profile on loopback with SQLite beside the working folder", () => {
  expect(read({})).toMatchObject({
    profile: { name: "dev" },
    host: "127.0.0.1",
    port: 8787,
    database: { kind: "sqlite", file: "/srv/.cordon/cordon.db" },
    tokens: { kind: "generated" },
    tls: undefined,
  });
});

test("an empty variable is as good as none", () => {
  expect(read({ CORDON_PORT: "", CORDON_DATABASE_URL: "" })).toMatchObject({
    port: 8787,
    database: { kind: "sqlite" },
  });
});

test("a database URL switches to Postgres", () => {
  const connectionString = "postgres://u:p@db/cordon";
  expect(read({ CORDON_DATABASE_URL: connectionString }).database).toEqual({ kind: "postgres", connectionString });
});

test("every problem is listed at once, and no value is repeated", () => {
  const secret = "hunter2hunter2";
  const found = problems({
    CORDON_PROFILE: secret,
    CORDON_HOST: `${secret}:80`,
    CORDON_PORT: secret,
    CORDON_DATABASE_URL: secret,
    CORDON_TOKEN: secret,
    CORDON_LOG_LEVEL: secret,
    CORDON_TLS_KEY_FILE: secret,
    CORDON_BEHIND_PROXY: secret,
    CORDON_PROT: secret,
  });
  expect(found.map((each) => each.split(" ")[0])).toEqual([
    "CORDON_PROFILE",
    "CORDON_TLS_CERT_FILE",
    "CORDON_HOST",
    "CORDON_PORT",
    "CORDON_DATABASE_URL",
    "CORDON_TOKEN",
    "CORDON_LOG_LEVEL",
    "CORDON_BEHIND_PROXY",
    "CORDON_PROT",
  ]);
  expect(found.join()).not.toContain("hunter2");
});

test.each(["-1", "65536", "1e3", "80 ", "0x50", "８７"])("the port %j is refused", (port) => {
  expect(problems({ CORDON_PORT: port })).toEqual(["CORDON_PORT must be a whole number from 0 to 65535."]);
});

test("prod starts with listed digests behind a proxy", () => {
  expect(read(prod)).toMatchObject({
    profile: { name: "prod" },
    tokens: { kind: "listed", tokens: [{ principalId: "ci", sha256Hex: digest }] },
    behindProxy: true,
  });
});

test("prod refuses to start without tokens, with a dev token, or with plain HTTP that nobody declared", () => {
  expect(problems({ CORDON_PROFILE: "prod", CORDON_TOKEN: "x".repeat(32) }).map((each) => each.split(" ")[0])).toEqual([
    "CORDON_TOKEN",
    "CORDON_API_TOKENS",
    "CORDON_BEHIND_PROXY",
  ]);
});

test("prod with a certificate of its own needs no proxy", () => {
  const { CORDON_BEHIND_PROXY: _, ...rest } = prod;
  const tls = { CORDON_TLS_CERT_FILE: "tls/cert.pem", CORDON_TLS_KEY_FILE: "/etc/key.pem" };
  expect(read({ ...rest, ...tls }).tls).toEqual({
    certificateChainFile: "/srv/tls/cert.pem",
    privateKeyFile: "/etc/key.pem",
  });
});

test.each([
  ["an entry without a name", digest, "entry 1"],
  ["a digest too short", `a=${digest},b=abc`, "entry 2"],
  ["an empty entry", `a=${digest},`, "entry 2"],
  ["the same token twice", `a=${digest},b=${digest.toUpperCase()}`, "twice"],
])("a token list with %s is refused", (_what, listed, said) => {
  expect(problems({ ...prod, CORDON_API_TOKENS: listed }).join()).toContain(said);
});

test("the folder for plugins and the file of their secrets start at the working folder, and are none if not set", () => {
  expect(read({}).plugins).toEqual({ dir: undefined, secretsFile: undefined });
  const set = read({ CORDON_PLUGIN_DIR: "plugins", CORDON_PLUGIN_SECRETS_FILE: "/run/secrets.json" });
  expect(set.plugins).toEqual({ dir: "/srv/plugins", secretsFile: "/run/secrets.json" });
});
