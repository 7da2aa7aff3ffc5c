import { Buffer } from "node:buffer";
import type { MsgHdrs } from "@nats-io/transport-node";
import { expect, inject, test } from "vitest";
import { generateBusKey } from "../../src/index.ts";
import { attackOf, envelope, forge, headersOf, TOPIC, tokenOf, uniqueId } from "./_attack.ts";
import { pass, payloads, random, until } from "./_servers.ts";

const url = inject("natsUrl");

test.skipIf(url === "")(
  "a message that is sealed as servers do arrives: what follows is not refused for another reason",
  async () => {
    const attack = await attackOf();
    forge(attack, tokenOf(attack));
    await until(() => attack.got.length === 1);
    expect(payloads(attack.got)).toEqual(["hidden-payload"]);
  },
);

test.skipIf(url === "")("a message without a good token or proof is refused", async () => {
  const attack = await attackOf();
  const { stranger, servers } = attack;
  const token = tokenOf(attack);
  const subject = `cordon.bus.${servers.name}.msg.${TOPIC}`;
  const proof = Buffer.from(token.prove(Buffer.from("x"))).toString("base64url");
  const all = { "Cordon-Origin": "one", "Cordon-Token": token.token, "Cordon-Proof": proof };
  const made = [
    {},
    { ...all, "Cordon-Token": "" },
    { ...all, "Cordon-Proof": "" },
    { ...all, "Cordon-Origin": "" },
    { ...all, "Cordon-Token": "garbage" },
    { ...all, "Cordon-Proof": "!".repeat(86) },
    { ...all, "Cordon-Proof": `${proof}A` },
    { ...all, "Cordon-Token": "x".repeat(5000) },
    { ...all, "Cordon-Token": `${token.token.slice(0, -2)}AA` },
    { ...all, "Cordon-Origin": "o n e" },
    all,
  ];
  await attack.refused(made.length + 1, () => {
    for (const each of made)
      stranger.publish(subject, JSON.stringify({ envelope: envelope() }), { headers: headersOf(each) });
    stranger.publish(subject);
  });
});

test.skipIf(url === "")(
  "a message of an unknown key, another principal, right or bus is refused, and of a token that was revoked",
  async () => {
    const attack = await attackOf();
    const revoked = tokenOf(attack);
    for (const { id, expiresAt } of revoked.blocks) attack.one.revocations.revoke(id, expiresAt);
    await until(() => revoked.blocks.every(({ id, expiresAt }) => attack.two.revocations.isRevoked(id, expiresAt)));
    await attack.refused(6, () => {
      forge(attack, tokenOf(attack, { key: generateBusKey(random) }));
      forge(attack, tokenOf(attack, { source: "feeds" }));
      forge(attack, tokenOf(attack, { capability: "emit:tock" }));
      forge(attack, tokenOf(attack, { audience: "another" }));
      forge(attack, revoked);
      forge(attack, tokenOf(attack), { body: { envelope: envelope("kernel") } });
    });
  },
);

test.skipIf(url === "")(
  "a message that was changed, or is shown elsewhere than it was signed for, is refused",
  async () => {
    const attack = await attackOf();
    const token = tokenOf(attack);
    const subject = `cordon.bus.${attack.servers.name}.msg.${TOPIC}`;
    const wide = tokenOf(attack, { capability: "*" });
    const foreign = { type: "custom", module_id: "other", kind: "tick", payload: 1 };
    await attack.refused(8, () => {
      forge(attack, token, { tamper: Buffer.from(JSON.stringify({ envelope: envelope() })) });
      forge(attack, token, { place: `${subject}x ${uniqueId()}` });
      forge(attack, token, { place: subject });
      forge(attack, token, { place: `${subject} ${uniqueId()}` });
      forge(attack, token, { origin: "one\u00a0" });
      // Signed for where it goes, and something else inside.
      forge(attack, wide, { topic: "event.feed.tock" });
      forge(attack, wide, { topic: "event.other.tick" });
      forge(attack, token, { body: { envelope: envelope("feed", foreign) } });
    });
  },
);

test.skipIf(url === "")(
  "a body that is not what servers of this version send is refused, huge and deep ones too",
  async () => {
    const attack = await attackOf();
    const token = tokenOf(attack);
    const good = envelope() as { message: { event: object } };
    const depth = 200_000;
    const deep = Buffer.from(`{"envelope":${"[".repeat(depth)}${"]".repeat(depth)}}`);
    const bodies = [
      null,
      [],
      "x",
      {},
      { envelope: null },
      { envelope: good, extra: 1 },
      { envelope: good, to: 5 },
      { envelope: { ...good, extra: 1 } },
      { envelope: { ...good, id: "" } },
      { envelope: { ...good, id: "a b" } },
      { envelope: { ...good, correlationId: "x" } },
      { envelope: { ...good, timestamp: "yesterday" } },
      { envelope: { ...good, timestamp: 5 } },
      { envelope: { ...good, traceparent: "00" } },
      { envelope: { ...good, message: { kind: "event", event: { ...good.message.event, moduleId: "feed" } } } },
      {
        envelope: {
          ...good,
          message: { kind: "event", event: { type: "custom", moduleId: "feed", kind: "tick", payload: 1 } },
        },
      },
      { envelope: { ...good, message: { kind: "event", event: { type: "custom", module_id: "feed", kind: "tick" } } } },
      { envelope: { ...good, message: { kind: "event", event: { type: "other", module_id: "feed" } } } },
      { envelope: { ...good, message: { kind: "command", command: { type: "start" } } } },
    ];
    const raw = [
      deep,
      Buffer.from("hidden-payload"),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(""),
      Buffer.from("x".repeat(1_000_000)),
    ];
    await attack.refused(20, () => {
      for (const body of bodies.slice(0, 15)) forge(attack, token, { body });
      for (const bytes of raw) forge(attack, token, { bytes });
    });
    await pass(1100);
    await attack.refused(5, () => {
      for (const body of bodies.slice(15)) forge(attack, token, { body });
      forge(attack, token, {
        body: {
          envelope: {
            ...good,
            message: { kind: "event", event: { type: "custom", module_id: "feed", kind: "tick", payload: nested(65) } },
          },
        },
      });
    });
    function nested(levels: number): unknown {
      let value: unknown = 1;
      for (let each = 0; each < levels; each += 1) value = [value];
      return value;
    }
  },
);

test.skipIf(url === "")(
  "a genuine message that is sent again is not delivered again, under its own number or another",
  async () => {
    const attack = await attackOf();
    const { stranger, one } = attack;
    const seen: { subject: string; data: Uint8Array; headers: MsgHdrs }[] = [];
    stranger.subscribe(`cordon.bus.${attack.servers.name}.>`, {
      callback(_error, { subject, data, headers: given }) {
        if (subject.includes(".msg.") && given !== undefined) seen.push({ subject, data, headers: given });
      },
    });
    await stranger.flush();
    await one.bus.publish({
      message: { kind: "event", event: { type: "custom", moduleId: "good", kind: "tick", payload: 0 } },
    });
    await until(() => seen.length === 1 && attack.got.length === 1);
    const [first] = seen;
    if (first === undefined) throw new Error("nothing was seen");
    const { subject, data, headers: given } = first;
    attack.got.length = 0;
    await attack.refused(2, () => {
      stranger.publish(subject, data, { headers: given });
      const renamed = headersOf(Object.fromEntries([...given].map(([name, [value = ""]]) => [name, value])));
      renamed.set("Nats-Msg-Id", uniqueId());
      stranger.publish(subject, data, { headers: renamed });
      renamed.set("Nats-Msg-Id", "");
      stranger.publish(subject, data, { headers: renamed });
    });
  },
);

test.skipIf(url === "")("one message counts once, also where a server that is trusted seals it twice", async () => {
  const attack = await attackOf();
  const body = { envelope: envelope() };
  forge(attack, tokenOf(attack), { body });
  forge(attack, tokenOf(attack), { body });
  forge(attack, tokenOf(attack));
  await until(() => attack.got.length >= 2);
  await pass(100);
  expect(new Set(attack.got.map(({ id }) => id)).size).toBe(2);
  expect(attack.got).toHaveLength(2);
});
