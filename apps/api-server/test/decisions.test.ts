import { describe, expect, test } from "vitest";
import { faultOf, messagingApi, type MessagingApi, never } from "./_messaging.ts";

const DECISIONS = "/v1/decisions";
const DECISION = {
  action: "deploy",
  rationale: "all checks passed",
  inputs: { checks: 3 },
  output: "yes",
  confidence: 0.9,
};
const ENTRIES = "decisions:main";

const note = ({ ask }: MessagingApi, as: string, change: object = {}) =>
  ask(DECISIONS, { as, body: { ...DECISION, ...change } as never });

describe.each(["application/json", "application/msgpack", "application/vnd.cordon.v2+cbor"])("in %s", (type) => {
  test("a decision is noted in the caller's name, listed, and the log is verified", async () => {
    const { ask } = await messagingApi();
    const noted = await ask(DECISIONS, { type, body: { ...DECISION, envelopeId: "m-1" } });
    expect(noted).toMatchObject({
      status: 201,
      contentType: type,
      body: { ...DECISION, envelopeId: "m-1", actor: "api.alice", sequence: 1, hash: expect.any(String) },
    });
    const { hash, sequence } = noted.body as { readonly hash: string; readonly sequence: number };
    expect((await ask(DECISIONS, { type })).body).toEqual({ items: [noted.body], next: null });
    expect((await ask(`${DECISIONS}/head`, { type })).body).toEqual({ sequence, hash });
    const sound = { ok: true, entries: 1, head: { sequence, hash } };
    expect((await ask(`${DECISIONS}/verify`, { type, method: "POST" })).body).toEqual(sound);
    const verified = await ask(`${DECISIONS}/verify`, { type, body: { expectedHead: { sequence, hash } } });
    expect(verified).toMatchObject({ status: 200, body: sound });
  });
});

test("nobody notes a decision in another's name", async () => {
  const api = await messagingApi();
  expect(faultOf(await note(api, "bob", { actor: "api.alice" }))).toEqual([422, "interface/invalid", ["/actor"]]);
  expect((await note(api, "bob")).body["actor"]).toBe("api.bob");
});

test("decisions are read newest first, page by page, of all and of one", async () => {
  const api = await messagingApi();
  for (let at = 0; at < 6; at += 1) await note(api, at % 2 === 0 ? "alice" : "bob", { inputs: at });
  const read = async (query: string): Promise<readonly unknown[]> => {
    const seen: unknown[] = [];
    for (let cursor = ""; ;) {
      const { body } = await api.ask(`${DECISIONS}?limit=2${query}${cursor}`);
      seen.push(...(body["items"] as readonly { readonly sequence: number }[]).map(({ sequence }) => sequence));
      if (body["next"] === null) return seen;
      cursor = `&cursor=${body["next"] as string}`;
    }
  };
  expect(await read("")).toEqual([6, 5, 4, 3, 2, 1]);
  expect(await read("&actor=api.bob")).toEqual([6, 4, 2]);
  expect(await read("&actor=nobody")).toEqual([]);
});

test("decisions that are noted at once are all kept, each in a place of its own", async () => {
  const api = await messagingApi();
  const all = await Promise.all(Array.from({ length: 20 }, () => note(api, "alice")));
  const sequences = all.map(({ body }) => Number(body["sequence"]));
  expect(sequences.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  expect((await api.ask(`${DECISIONS}/verify`, { method: "POST" })).body).toMatchObject({ ok: true, entries: 20 });
});

test("what looks like a secret is not kept, and so not shown", async () => {
  const api = await messagingApi();
  const { body } = await note(api, "alice", { inputs: { password: "hunter2hunter2" } });
  expect(JSON.stringify(body)).not.toContain("hunter2");
  expect(JSON.stringify((await api.ask(DECISIONS)).body)).not.toContain("hunter2");
});

test("what others noted is listed in every format, whatever is in it", async () => {
  const { ask, kernel } = await messagingApi();
  const inputs = { half: "a\ud800", large: 2 ** 60 };
  await kernel.state.decisions.append({ ...DECISION, actor: "mod", inputs, output: "\udc00" }, never);
  for (const type of ["application/json", "application/msgpack", "application/cbor"]) {
    const { body } = await ask(DECISIONS, { type });
    expect(body["items"]).toMatchObject([{ inputs: { half: "a\ufffd", large: String(2 ** 60) }, output: "\ufffd" }]);
  }
});

test("an entry that was changed in storage is named, and is not shown as it was", async () => {
  const api = await messagingApi();
  for (let at = 0; at < 3; at += 1) await note(api, "alice");
  const records = await api.storage.list({ collection: ENTRIES, limit: 10 }, never);
  const second = records.find(({ value }) => value["sequence"] === 2);
  if (second === undefined) throw new Error("There is no second entry.");
  const value = { ...second.value, output: "no" };
  await api.storage.commit(
    { changes: [{ kind: "put", collection: ENTRIES, key: second.key, value, expect: "any" }] },
    never,
  );
  expect(await api.ask(`${DECISIONS}/verify`, { method: "POST" })).toMatchObject({
    status: 200,
    body: { ok: false, at: 2, problem: "entry-changed" },
  });
  expect(faultOf(await api.ask(DECISIONS))).toEqual([500, "state/damaged", []]);
});

test("an end that was cut off is found with a head that was kept", async () => {
  const api = await messagingApi();
  for (let at = 0; at < 2; at += 1) await note(api, "alice");
  const expectedHead = (await api.ask(`${DECISIONS}/head`)).body;
  const other = { sequence: 2, hash: "0".repeat(64) };
  const verify = async (head: unknown) =>
    (await api.ask(`${DECISIONS}/verify`, { body: { expectedHead: head } as never })).body;
  expect(await verify(expectedHead)).toMatchObject({ ok: true });
  expect(await verify(other)).toEqual({ ok: false, at: 2, problem: "anchor-mismatch" });
  expect(await verify({ ...other, sequence: 9 })).toEqual({ ok: false, at: 9, problem: "anchor-mismatch" });
});

test("an empty log has a head, and is sound", async () => {
  const { ask } = await messagingApi();
  expect((await ask(`${DECISIONS}/head`)).body).toMatchObject({ sequence: 0 });
  expect((await ask(`${DECISIONS}/verify`, { method: "POST" })).body).toMatchObject({ ok: true, entries: 0 });
});

test.each<readonly [what: string, change: object, pointers: readonly string[]]>([
  ["too much confidence", { confidence: 1.01 }, ["/confidence"]],
  ["less than none", { confidence: -0.01 }, ["/confidence"]],
  ["confidence in words", { confidence: "high" }, ["/confidence"]],
  ["no confidence", { confidence: null }, ["/confidence"]],
  ["nothing that was decided", { action: "" }, ["/action"]],
  ["no reason", { rationale: "" }, ["/rationale"]],
  ["wrong types", { action: 1, rationale: [], envelopeId: {} }, ["/action", "/rationale", "/envelopeId"]],
  ["a place of one's own", { sequence: 1 }, ["/sequence"]],
  ["a time of one's own", { at: "2020-01-01T00:00:00.000Z" }, ["/at"]],
])("%s is refused by its field, and nothing is kept", async (_what, change, pointers) => {
  const api = await messagingApi();
  expect(faultOf(await note(api, "alice", change))).toEqual([422, "interface/invalid", pointers]);
  expect((await api.ask(`${DECISIONS}/head`)).body).toMatchObject({ sequence: 0 });
});

test("confidence that is no number cannot be sent, in a format that has one for it either", async () => {
  const { ask } = await messagingApi();
  const nan = Buffer.from("a66a636f6e666964656e6365fb7ff8000000000000", "hex");
  expect((await ask(DECISIONS, { type: "application/cbor", body: nan })).status).toBeGreaterThanOrEqual(400);
  expect((await ask(`${DECISIONS}/head`)).body).toMatchObject({ sequence: 0 });
});

test("what takes more than the log keeps is refused by its field", async () => {
  const api = await messagingApi();
  const large = await note(api, "alice", { inputs: "x".repeat(70_000), rationale: "é".repeat(4000) });
  expect(faultOf(large)).toEqual([422, "state/invalid", ["/rationale", "/inputs"]]);
  const long = await note(api, "alice", { rationale: "x".repeat(4097) });
  expect(faultOf(long)).toEqual([422, "interface/invalid", ["/rationale"]]);
});

test("parameters that are none are refused", async () => {
  const { ask } = await messagingApi();
  const fault = async (query: string) => faultOf(await ask(`${DECISIONS}?${query}`)).slice(0, 3);
  expect(await fault("limit=101")).toEqual([422, "server/invalid-parameters", ["/limit"]]);
  expect(await fault("cursor=0")).toEqual([422, "server/invalid-parameters", ["/cursor"]]);
  expect(await fault("cursor=-1")).toEqual([422, "server/invalid-parameters", ["/cursor"]]);
  expect(await fault("actor=")).toEqual([422, "state/invalid", ["/actor"]]);
  expect(await fault("before=1")).toEqual([422, "server/invalid-parameters", ["/before"]]);
  const head = await ask(`${DECISIONS}/verify`, { body: { expectedHead: { sequence: -1, hash: "x" } } });
  expect(faultOf(head)).toEqual([422, "interface/invalid", ["/expectedHead/sequence", "/expectedHead/hash"]]);
});
