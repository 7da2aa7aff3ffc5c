import { join } from "node:path";
import type { JsonObject, JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import type { CliHost } from "../src/index.ts";
import { cli, temporaryFolder } from "./_folder.ts";

interface Sent {
  readonly what: string;
  readonly body: JsonObject | undefined;
}

/** A server that answers each request by its method and path, and keeps what it was sent. */
function fakeServer(answers: Readonly<Record<string, JsonValue | number>>): {
  readonly fetch: CliHost["fetch"];
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  return {
    sent,
    async fetch(url, init) {
      const what = `${init?.method} ${new URL(url as URL).pathname}`;
      sent.push({ what, body: typeof init?.body === "string" ? (JSON.parse(init.body) as JsonObject) : undefined });
      expect(new Headers(init?.headers).get("authorization")).toBe("Bearer a-token");
      const answer = answers[what] ?? 404;
      return typeof answer === "number" ? new Response("<html>", { status: answer }) : Response.json(answer);
    },
  };
}

const PLUGIN = "/v1/projects/p1/plugins/probe";
const ACTIVE = { id: "probe", current: "0.1.0", state: "active", failure: null };
const ANSWERS = {
  "POST /v1/projects": { id: "p1" },
  "POST /v1/projects/p1/plugins": { ...ACTIVE, state: "configured" },
  [`PUT ${PLUGIN}/grant`]: ACTIVE,
  [`POST ${PLUGIN}/enable`]: ACTIVE,
  [`POST ${PLUGIN}/upgrade`]: ACTIVE,
  [`POST ${PLUGIN}/operations/greet`]: {
    callId: "c1",
    version: "0.1.0",
    output: { kind: "value", value: 1 },
    usage: { fuelUsed: 1234567, peakMemoryBytes: 1048576, wallMs: 1.25 },
  },
};
const TOKEN = { CORDON_TOKEN: "a-token" };

async function builtPlugin(): Promise<string> {
  const folder = await temporaryFolder();
  await cli(folder, ["new", "probe"]);
  await cli(folder, ["build", "--dir", "probe"]);
  return join(folder, "probe");
}

test("install makes the project, installs, grants what is asked for and enables", async () => {
  const dir = await builtPlugin();
  const { fetch, sent } = fakeServer(ANSWERS);
  const ran = await cli(dir, ["install", "--new-project", "mine", "--grant"], { fetch, env: TOKEN });
  expect(ran).toMatchObject({ code: 0, err: "", out: expect.stringContaining("Granted: storage.") });
  expect(sent.map(({ what }) => what)).toEqual([
    "POST /v1/projects",
    "POST /v1/projects/p1/plugins",
    `PUT ${PLUGIN}/grant`,
    `POST ${PLUGIN}/enable`,
  ]);
  expect(sent[0]?.body).toEqual({ name: "mine" });
  expect(sent[2]?.body).toEqual({ storage: { maxBytes: 65_536, maxKeys: 100 } });
});

test("without --grant nothing is granted, and a version that does not run yet is gone over to", async () => {
  const dir = await builtPlugin();
  const { fetch, sent } = fakeServer({ ...ANSWERS, "POST /v1/projects/p1/plugins": { ...ACTIVE, current: "0.0.9" } });
  expect((await cli(dir, ["install", "--project", "p1"], { fetch, env: TOKEN })).code).toBe(0);
  expect(sent.map(({ what }) => what)).toEqual([
    "POST /v1/projects/p1/plugins",
    `POST ${PLUGIN}/upgrade`,
    `POST ${PLUGIN}/enable`,
  ]);
  expect(sent[1]?.body).toEqual({ version: "0.1.0" });
});

test("invoke remembers where it was installed, and prints fuel and time", async () => {
  const dir = await builtPlugin();
  const { fetch, sent } = fakeServer(ANSWERS);
  await cli(dir, ["install", "--project", "p1", "--server", "http://127.0.0.1:1"], { fetch, env: TOKEN });
  const ran = await cli(dir, ["invoke", "greet", '{"name":"Ada"}', "--token", "a-token"], { fetch });
  expect(ran.code).toBe(0);
  expect(ran.out.split("\n")).toEqual([
    'output  {"kind":"value","value":1}',
    "fuel    1,234,567",
    "memory  1,024 KiB",
    "time    1.3 ms",
  ]);
  expect(sent.at(-1)).toEqual({ what: `POST ${PLUGIN}/operations/greet`, body: { input: { name: "Ada" } } });
});

test.each([
  ["a server that is not there", {}, ["install", "--project", "p1"], 1, "There is no server at"],
  ["a project that is not named", ANSWERS, ["install"], 2, "--project"],
  [
    "what the server refuses",
    { [`POST ${PLUGIN}/operations/greet`]: 503 },
    ["invoke", "greet", "--project", "p1"],
    1,
    "503",
  ],
  ["input that is no JSON", ANSWERS, ["invoke", "greet", "{", "--project", "p1"], 2, "not JSON"],
  ["a server whose name is none", ANSWERS, ["invoke", "greet", "--server", "here"], 2, "no URL"],
])("%s is said", async (what, answers, args, code, said) => {
  const dir = await builtPlugin();
  const fetch = what.includes("not there") ? {} : { fetch: fakeServer(answers).fetch };
  const ran = await cli(dir, args, { env: TOKEN, ...fetch });
  expect({ code: ran.code, err: ran.err }).toEqual({ code, err: expect.stringContaining(said) });
});

test("what the server says of a refusal is passed on, and a plugin that could not be enabled says why", async () => {
  const dir = await builtPlugin();
  const refuse: CliHost["fetch"] = async () =>
    Response.json({ code: "plugin/version-exists", detail: "It is installed." }, { status: 409 });
  const refused = await cli(dir, ["install", "--project", "p1"], { fetch: refuse, env: TOKEN });
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("plugin/version-exists: It is installed.") });
  const failure = { code: "plugin/load-failed", message: "It does not load." };
  const { fetch } = fakeServer({ ...ANSWERS, [`POST ${PLUGIN}/enable`]: { ...ACTIVE, state: "failed", failure } });
  const failed = await cli(dir, ["install", "--project", "p1"], { fetch, env: TOKEN });
  expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("plugin/load-failed: It does not load.") });
});
