import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createDecisionLog } from "../../src/state/decision-log.ts";
import { decisionHash, genesisHash } from "../../src/state/decisions/chain.ts";
import { decision, logWith } from "./_decisions.ts";
import { describeStorages, never } from "./_storages.ts";

describeStorages("a decision log", (make) => {
  test("an entry has all that was decided, when, and its place in the chain", async () => {
    const clock = createManualClock(1000);
    const log = createDecisionLog({ storage: await make(), clock });
    const first = await log.append(decision({ envelopeId: "env-1", confidence: 0 }), never);
    clock.advance(5);
    const second = await log.append(decision({ confidence: 1 }), never);
    expect(first).toEqual({
      ...decision({ envelopeId: "env-1", confidence: 0 }),
      sequence: 1,
      at: 1000,
      previous: genesisHash("main"),
      hash: decisionHash(first),
    });
    expect(second).toMatchObject({ sequence: 2, at: 1005, previous: first.hash, confidence: 1 });
    expect(second).not.toHaveProperty("envelopeId");
    expect(await log.recent({ limit: 10 }, never)).toEqual([second, first]);
    expect(await log.head(never)).toEqual({ sequence: 2, hash: second.hash });
  });

  test("an empty log is sound, and its head is that of its name", async () => {
    const log = createDecisionLog({ storage: await make(), clock: createManualClock(), name: "audit" });
    const head = { sequence: 0, hash: genesisHash("audit") };
    expect(await log.head(never)).toEqual(head);
    expect(await log.verify(never, { anchor: head })).toEqual({ ok: true, entries: 0, head });
    expect(await log.count(never)).toBe(0);
    expect(await log.recent({ limit: 1 }, never)).toEqual([]);
    expect(await log.byActor({ actor: "agent", limit: 1 }, never)).toEqual([]);
  });

  test("1000 appends at once are one chain, in the order of the calls", async () => {
    const log = await logWith(await make(), 1000);
    const pages: number[] = [];
    expect(await log.verify(never, { onProgress: (entries) => pages.push(entries) })).toMatchObject({
      ok: true,
      entries: 1000,
    });
    expect(pages).toEqual(Array.from({ length: 10 }, (_, at) => (at + 1) * 100));
    expect(await log.count(never)).toBe(1000);
    const page = await log.recent({ limit: 3, before: 500 }, never);
    expect(page.map(({ sequence, inputs }) => ({ sequence, inputs }))).toEqual([
      { sequence: 499, inputs: { at: 498 } },
      { sequence: 498, inputs: { at: 497 } },
      { sequence: 497, inputs: { at: 496 } },
    ]);
  });

  test("an actor's entries are found page by page, and nobody else's", async () => {
    const log = await logWith(await make(), 10);
    const odd = await log.byActor({ actor: "actor-0", limit: 3 }, never);
    expect(odd.map(({ sequence }) => sequence)).toEqual([9, 7, 5]);
    const rest = await log.byActor({ actor: "actor-0", limit: 3, before: 5 }, never);
    expect(rest.map(({ sequence }) => sequence)).toEqual([3, 1]);
    const even = await log.byActor({ actor: "actor-1", limit: 100 }, never);
    expect(even.map(({ sequence, actor }) => `${sequence} ${actor}`)).toEqual(
      [10, 8, 6, 4, 2].map((sequence) => `${sequence} actor-1`),
    );
  });

  test("several writers of one log make one unbroken chain", async () => {
    const storage = await make();
    const clock = createManualClock();
    const logs = Array.from({ length: 4 }, () => createDecisionLog({ storage, clock }));
    const entries = await Promise.all(
      Array.from({ length: 200 }, (_, at) => logs[at % 4]?.append(decision({ actor: `writer ${at % 4}` }), never)),
    );
    expect(new Set(entries.map((entry) => entry?.sequence)).size).toBe(200);
    expect(await logs[0]?.verify(never)).toMatchObject({ ok: true, entries: 200 });
  });

  test("a log may be verified while it is written", async () => {
    const storage = await make();
    const log = await logWith(storage, 150);
    const writing = (async () => {
      for (let turn = 0; turn < 20; turn += 1) await log.append(decision({ actor: `late ${turn}` }), never);
    })();
    const verdicts = await Promise.all(Array.from({ length: 5 }, () => log.verify(never)));
    await writing;
    expect(verdicts.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(await log.verify(never)).toMatchObject({ entries: 170 });
  });

  test("logs of different names are apart", async () => {
    const storage = await make();
    const [one, other] = ["one", "other"].map((name) =>
      createDecisionLog({ storage, clock: createManualClock(), name }),
    );
    await one?.append(decision(), never);
    expect([await one?.count(never), await other?.count(never)]).toEqual([1, 0]);
    expect(await other?.byActor({ actor: "agent", limit: 1 }, never)).toEqual([]);
  });

  test("texts, names and values of every kind come back as they were, and verify", async () => {
    const log = createDecisionLog({ storage: await make(), clock: createManualClock() });
    const inputs = JSON.parse('{"__proto__":{"a":1},"z":[1e21,-0.5,5e-324,"\\ud800","\\u0000",null,{}],"":[[]]}');
    const entry = await log.append(decision({ actor: "É 🦊\u0000\n", inputs, output: null }), never);
    expect(await log.byActor({ actor: "É 🦊\u0000\n", limit: 5 }, never)).toEqual([entry]);
    expect(JSON.parse(JSON.stringify(entry.inputs))).toEqual(inputs);
    expect(await log.verify(never)).toMatchObject({ ok: true });
  });
});
