import { Buffer } from "node:buffer";
import type { Msg } from "@nats-io/transport-node";
import { busError } from "../../errors.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import type { Frames } from "./frame.ts";
import { GRANTS_CAPABILITY } from "./grant-speaker.ts";
import type { ProblemLog } from "./problem-log.ts";
import { randomText } from "./random-text.ts";
import type { Subjects } from "./subjects.ts";

const ASK_MS = 1000;
const MAX_QUESTION = 33;
const QUESTION = /^[0-9a-f]{32}$/;

/**
 * Sees that no other server has this one's id, and answers whoever asks for it later. Two of one id would each get half of the messages. Rejects
 * with `bus/bridge-not-opened` where there is one that answers; one that hangs, or starts at the same moment, is not found.
 */
export async function claimServerId(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  problems: ProblemLog,
): Promise<Disposable> {
  const { connection, random, serverId, bus } = options;
  const subject = subjects.server(serverId);
  const question = randomText(random);
  // Nobody there to answer is what is hoped for, and no answer in time is as good.
  const answer = await connection.request(subject, question, { timeout: ASK_MS }).catch(() => undefined);
  if (answer !== undefined && isTaken(answer))
    throw busError("bus/bridge-not-opened", { problem: `there is a server "${serverId}" already` });
  const subscription = connection.subscribe(subject, {
    callback(error, message) {
      if (error !== null) problems.tell("error", "the broker does not let this server answer for its id", error);
      else respond(message);
    },
  });
  return { [Symbol.dispose]: () => subscription.unsubscribe() };

  function isTaken({ headers, data: bytes }: Msg): boolean {
    try {
      const { token } = frames.open({ headers, bytes, place: placeOf(subject, question) });
      return token.allows(bus.name, GRANTS_CAPABILITY);
    } catch (error) {
      problems.tell("warn", "somebody who is no server answered for this one's id", error);
      return false;
    }
  }

  function respond(message: Msg): void {
    const asked = Buffer.from(message.data.subarray(0, MAX_QUESTION)).toString("latin1");
    if (!QUESTION.test(asked)) return;
    try {
      const signing = { place: placeOf(subject, asked), source: bus.name, capability: GRANTS_CAPABILITY };
      const { headers, bytes } = frames.seal(signing, {});
      message.respond(bytes, { headers });
    } catch (error) {
      problems.tell("warn", "another server could not be told that this one is there", error);
    }
  }
}

// A question is no subject, so what is signed here is worth nothing elsewhere.
function placeOf(subject: string, question: string): string {
  return `${subject} ${question}`;
}
