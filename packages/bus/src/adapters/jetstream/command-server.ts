import type { Msg, Subscription } from "@nats-io/transport-node";
import { AppError } from "@cordon/core";
import { busError } from "../../errors.ts";
import type { BusLink, RelayedRequest } from "../../ports/bus-relay.ts";
import { fromWire } from "../../wire/envelope-codec.ts";
import { isTooLarge } from "./broker-errors.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { ANSWER_CAPABILITY, answerPlace, requestPlace } from "./command-caller.ts";
import { failureOf } from "./failure.ts";
import type { Frames } from "./frame.ts";
import { MAX_SKEW_MS } from "./grant-listener.ts";
import type { ProblemLog } from "./problem-log.ts";
import { type AnswerBody, readRequestBody } from "./read-bodies.ts";
import { createSeenIds } from "./seen-ids.ts";
import type { Subjects } from "./subjects.ts";

const QUEUE = "responders";

/** Lets the responders here answer commands of other servers. Of the servers that answer a name, one gets each command. */
export interface CommandServer extends Disposable {
  /** Begins or ceases to answer for a name. */
  readonly onResponder: (name: string, isThere: boolean) => void;
  readonly attach: (link: BusLink) => void;
}

/** Makes the server side of a bridge. */
export function createCommandServer(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  problems: ProblemLog,
): CommandServer {
  const { connection, clock } = options;
  const serving = new Map<string, Subscription>();
  const stopped = new AbortController();
  const seen = createSeenIds();
  let link: BusLink | undefined;

  const open = (
    { headers, data: bytes, subject, reply = "" }: Msg,
    bus: BusLink,
  ): Omit<RelayedRequest, "isStopped"> => {
    const { token, body } = frames.open({ headers, bytes, place: requestPlace(subject, reply) });
    const { envelope: sent, to, timeoutMs } = readRequestBody(body);
    const envelope = fromWire(sent);
    if (envelope.message.kind !== "command") throw refused("it is no command");
    if (subjects.command(to) !== subject) throw refused("it came to somebody else");
    if (!token.allows(envelope.source, bus.capabilityOf({ envelope, to })))
      throw refused("its token does not cover it");
    // Whoever has seen it could send it again: for so long it is known here.
    if (!(Math.abs(envelope.timestamp - clock.now()) <= MAX_SKEW_MS)) throw refused("it is from another time");
    if (!seen.add(envelope.id)) throw refused("it came before");
    return { envelope, command: envelope.message.command, to, timeoutMs };
  };
  const respond = (message: Msg, to: string, answer: AnswerBody): void => {
    const { reply = "" } = message;
    if (reply === "" || stopped.signal.aborted) return;
    const sealed = frames.seal({ place: answerPlace(reply), source: to, capability: ANSWER_CAPABILITY }, answer);
    try {
      message.respond(sealed.bytes, { headers: sealed.headers });
    } catch (error) {
      if (!isTooLarge(error) || "failure" in answer) throw error;
      const problem = busError("bus/bridge-too-large", { bytes: sealed.bytes.length });
      respond(message, to, { failure: failureOf(problem, to) });
    }
  };
  const serve = async (message: Msg): Promise<void> => {
    try {
      if (link === undefined || stopped.signal.aborted) return;
      const request = open(message, link);
      const answer = await link.answer(request, stopped.signal).then(
        (value): AnswerBody => ({ answer: value }),
        (error: unknown): AnswerBody => ({ failure: failureOf(error, request.to) }),
      );
      respond(message, request.to, answer);
    } catch (error) {
      // No answer goes to whom this server does not believe.
      const problem = AppError.from(error, () => refused("it cannot be read"));
      problems.tell("warn", "a command of another server was refused", problem);
    }
  };
  return {
    attach(attached) {
      link = attached;
    },
    onResponder(name, isThere) {
      serving.get(name)?.unsubscribe();
      serving.delete(name);
      if (!isThere || connection.isClosed()) return;
      const subscription = connection.subscribe(subjects.command(name), {
        queue: QUEUE,
        callback(error, message) {
          if (error === null) void serve(message);
          else problems.tell("error", "the broker does not let this server answer commands of others", error);
        },
      });
      serving.set(name, subscription);
    },
    [Symbol.dispose]() {
      stopped.abort();
      for (const subscription of serving.values()) subscription.unsubscribe();
      serving.clear();
    },
  };
}

function refused(problem: string): AppError {
  return busError("bus/bridge-refused", { problem });
}
