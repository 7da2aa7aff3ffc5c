import { expect, test } from "vitest";
import type { MessagingConfig } from "../config.ts";
import { readConfig } from "../read-config.ts";

const PROD = { CORDON_PROFILE: "prod", CORDON_API_TOKENS: `ci=${"a".repeat(64)}`, CORDON_BEHIND_PROXY: "true" };
const KEY = { CORDON_BUS_KEY_FILE: "bus.pem" };
const read = (env: Record<string, string>): MessagingConfig => readConfig(env, { workingDir: "/srv" }).messaging;

function problems(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    return (error as { details: { problems: readonly string[] } }).details.problems;
  }
  return [];
}

test("with nothing set, messages stay in the server", () => {
  expect(read({})).toEqual({ nats: undefined, busName: "main", serverId: undefined });
});

test("brokers are taken apart into addresses and credentials", () => {
  const url = "tls://ada:s%40cret@one.example,tls://[::1]:4333";
  expect(read({ CORDON_NATS_URL: url, ...KEY, CORDON_BUS_NAME: "b", CORDON_SERVER_ID: "s-1" })).toEqual({
    busName: "b",
    serverId: "s-1",
    nats: {
      servers: ["one.example:4222", "[::1]:4333"],
      isEncrypted: true,
      credentials: { user: "ada", password: "s@cret" },
      keyFile: "/srv/bus.pem",
    },
  });
  expect(read({ CORDON_NATS_URL: "nats://t0ken@localhost", ...KEY }).nats).toMatchObject({
    credentials: { token: "t0ken" },
    isEncrypted: false,
  });
});

test.each([
  "localhost:4222",
  "http://localhost",
  "nats://",
  "nats://host/path",
  "nats://host?a=b",
  "nats://a,",
  "nats://%zz@host",
  "nats://:hunter2@host",
  "nats://a:hunter2@one,nats://b:hunter2@two",
  "nats://one,tls://two",
  "nats://host:hunter2",
])("%s is refused, and not repeated", (url) => {
  const found = problems({ CORDON_NATS_URL: url, ...KEY });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^CORDON_NATS_URL must /);
  expect(found[0]).not.toContain("hunter2");
});

test("a broker and a key belong together", () => {
  expect(problems({ CORDON_NATS_URL: "nats://localhost" })).toEqual([
    "CORDON_BUS_KEY_FILE is required when CORDON_NATS_URL is set.",
  ]);
  expect(problems(KEY)).toEqual(["CORDON_NATS_URL is required when CORDON_BUS_KEY_FILE is set."]);
});

test.each(["CORDON_BUS_NAME", "CORDON_SERVER_ID"])("%s is a name without dots", (variable) => {
  for (const name of ["a.b", "a b", "*", ">", "x".repeat(49)])
    expect(problems({ [variable]: name })).toEqual([`${variable} must be 1 to 48 characters of A-Z a-z 0-9 _ -.`]);
});

test("prod takes an unencrypted connection to another machine only where the operator declares it", () => {
  const remote = { ...PROD, ...KEY, CORDON_NATS_URL: "nats://127.0.0.1,nats://broker.example" };
  expect(problems(remote).map((each) => each.split(" ")[0])).toEqual(["CORDON_NATS_PLAINTEXT"]);
  expect(problems({ ...remote, CORDON_NATS_PLAINTEXT: "true" })).toEqual([]);
  expect(problems({ ...remote, CORDON_NATS_URL: "tls://broker.example" })).toEqual([]);
  for (const host of ["localhost", "127.1.2.3", "[::1]"])
    expect(problems({ ...remote, CORDON_NATS_URL: `nats://${host}` })).toEqual([]);
  for (const host of ["127.0.0.1.example", "localhost.example"])
    expect(problems({ ...remote, CORDON_NATS_URL: `nats://${host}` })).toHaveLength(1);
});

test("the name of a token must fit into a name on the bus", () => {
  for (const name of ["a..b", "a."])
    expect(problems({ ...PROD, CORDON_API_TOKENS: `${name}=${"a".repeat(64)}` })).toHaveLength(1);
  expect(problems({ ...PROD, CORDON_API_TOKENS: `a.b_c-d=${"a".repeat(64)}` })).toEqual([]);
});
