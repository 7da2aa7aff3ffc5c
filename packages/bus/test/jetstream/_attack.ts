import { Buffer } from "node:buffer";
import process from "node:process";
import { headers, type MsgHdrs, type NatsConnection } from "@nats-io/transport-node";
import { expect, inject, onTestFinished } from "vitest";
import { createTokenIssuer, type Envelope, type HeldToken } from "../../src/index.ts";
import {
  type BusServer,
  type BusServers,
  busOf,
  clock,
  collect,
  connectTo,
  payloads,
  random,
  until,
} from "./_servers.ts";

const url = inject("natsUrl");
export const TOPIC = "event.feed.tick";

/** A bus under attack by a stranger who may use its broker. */
export interface Attack {
  readonly servers: BusServers;
  readonly one: BusServer;
  readonly two: BusServer;
  readonly got: Envelope[];
  readonly stranger: NatsConnection;
  readonly errors: unknown[];
  /** Publishes good messages around what is done between, and sees that nothing else arrives. */
  readonly refused: (times: number, attack: () => void | Promise<void>) => Promise<void>;
}

/** What a stranger makes up. */
export interface Forged {
  readonly topic?: string;
  readonly id?: string;
  readonly place?: string;
  readonly origin?: string;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly tamper?: Uint8Array;
}

/** Starts two servers and a stranger. */
export async function attackOf(): Promise<Attack> {
  const errors: unknown[] = [];
  const note = (error: unknown): void => void errors.push(error);
  process.on("unhandledRejection", note).on("uncaughtException", note);
  onTestFinished(() => void process.off("unhandledRejection", note).off("uncaughtException", note));
  const servers = busOf(url);
  const [one, two] = await Promise.all([servers.start("one"), servers.start("two")]);
  const got = collect(two.bus);
  const stranger = await connectTo(url);
  let last = 0;
  const good = async (): Promise<void> => {
    last += 1;
    const event = { type: "custom", moduleId: "good", kind: "tick", payload: last } as const;
    await one.bus.publish({ message: { kind: "event", event } });
    await until(() =>
      got.some(
        ({ message }) => message.kind === "event" && "payload" in message.event && message.event.payload === last,
      ),
    );
  };
  const refused = async (times: number, attack: () => void | Promise<void>): Promise<void> => {
    await good();
    const before = two.logger.records.length;
    await attack();
    await stranger.flush();
    await good();
    await until(() => two.logger.records.length >= before + times);
    expect(payloads(got)).toEqual(Array.from({ length: last }, (_, each) => each + 1));
    expect(two.logger.records).toHaveLength(before + times);
    const log = JSON.stringify(two.logger.records);
    for (const secret of [/cordon_bt1_\w/, /hidden-payload/]) expect(log).not.toMatch(secret);
    expect(errors).toEqual([]);
  };
  return { servers, one, two, got, stranger, errors, refused };
}

let sent = 0;
/** A number that no message has. */
export const uniqueId = (): string => `${(sent += 1)}`.padStart(32, "f");

/** An envelope as it goes over the wire. */
export function envelope(
  source = "feed",
  event: object = { type: "custom", module_id: "feed", kind: "tick", payload: "hidden-payload" },
): object {
  const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;
  return {
    id: `forged-${uniqueId()}`,
    source,
    traceparent,
    timestamp: new Date(clock.now()).toISOString(),
    message: { kind: "event", event },
  };
}

/** Sends what somebody with this token would. */
export function forge({ stranger, servers }: Attack, token: HeldToken, forged: Forged = {}): void {
  const { topic = TOPIC, id = uniqueId(), origin = "one", body = { envelope: envelope() } } = forged;
  const subject = `cordon.bus.${servers.name}.msg.${topic}`;
  const { place = `${subject} ${id}`, bytes = Buffer.from(JSON.stringify(body)) } = forged;
  const proof = token.prove(Buffer.concat([Buffer.from(`${place}\n${origin}\n`), bytes]));
  const made = headersOf({
    "Nats-Msg-Id": id,
    "Cordon-Origin": origin,
    "Cordon-Token": token.token,
    "Cordon-Proof": Buffer.from(proof).toString("base64url"),
  });
  stranger.publish(subject, forged.tamper ?? bytes, { headers: made });
}

/** Headers; an empty value leaves one out. */
export function headersOf(values: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(values)) if (value !== "") made.set(name, value);
  return made;
}

/** A token of the kind that servers speak with. */
export function tokenOf(
  { servers }: Attack,
  { source = "feed", capability = "emit:tick", audience = servers.name, ttlMs = 60_000, key = servers.key } = {},
): HeldToken {
  const issuer = createTokenIssuer({ key, clock, random });
  return issuer.issue({ principals: [source], capabilities: [capability], audience, ttlMs });
}
