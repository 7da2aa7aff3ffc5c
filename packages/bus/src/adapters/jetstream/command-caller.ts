import type { Msg } from "@nats-io/transport-node";
import { coreError, type JsonValue } from "@cordon/core";
import { copyJson } from "../../envelope/copy-json.ts";
import { busError } from "../../errors.ts";
import type { BusLink, RelayedMessage, RelayedRequest } from "../../ports/bus-relay.ts";
import { toWire } from "../../wire/envelope-codec.ts";
import { isTooLarge } from "./broker-errors.ts";
import type { BrokerState } from "./broker-state.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { errorOf } from "./failure.ts";
import type { Frames, SealedFrame } from "./frame.ts";
import type { ProblemLog } from "./problem-log.ts";
import { randomText } from "./random-text.ts";
import { readAnswerBody } from "./read-bodies.ts";
import type { Subjects } from "./subjects.ts";

/** What a responder's word is signed as, in the name that it answers for. */
export const ANSWER_CAPABILITY = "kernel:answer";

// For a command that nobody waits for: as long as it can wait in a responder's queue.
const ONE_WAY_TIMEOUT_MS = 60_000;
const NO_RESPONDERS = 503;

/** Gives commands to one server that answers their name. They are not kept: who is not there does not get them. */
export interface CommandCaller extends Disposable {
  readonly request: (request: RelayedRequest, link: BusLink, signal: AbortSignal | undefined) => Promise<JsonValue>;
  /** Hands over a command that nobody here answers, and wants no answer. */
  readonly send: (message: RelayedMessage, link: BusLink) => void;
}

interface Asked {
  readonly place: string;
  readonly to: string;
  readonly settled: PromiseWithResolvers<JsonValue>;
}

/** Makes the caller of a bridge. */
export function createCommandCaller(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  broker: BrokerState,
  problems: ProblemLog,
): CommandCaller {
  const { connection, clock, random, maxPending, publishTimeoutMs } = options;
  const self = randomText(random);
  const asked = new Map<string, Asked>();
  const disposed = new AbortController();

  const take = (message: Msg): void => {
    const { headers, data: bytes, subject } = message;
    const one = asked.get(subject);
    if (one === undefined) return;
    const { place, to, settled } = one;
    // The broker's own word, which it cannot sign.
    if (bytes.length === 0 && headers?.code === NO_RESPONDERS) {
      settled.reject(busError("bus/no-responder", { to }));
      return;
    }
    try {
      const { token, body } = frames.open({ headers, bytes, place });
      if (!token.allows(to, ANSWER_CAPABILITY)) throw refused("nobody of that name answered");
      const answer = readAnswerBody(body);
      if ("failure" in answer) settled.reject(errorOf(answer.failure, to));
      else settled.resolve(copyJson(answer.answer, "/answer", {}));
    } catch (error) {
      // Somebody else's word must not keep the true one from coming.
      problems.tell("warn", "an answer of another server was refused", error);
    }
  };
  const answers = connection.subscribe(subjects.answer(self, "*"), {
    callback(error, message) {
      if (error === null) take(message);
      else problems.tell("error", "the broker does not let this server hear answers to its requests", error);
    },
  });
  const seal = (
    message: Pick<RelayedRequest, "envelope" | "to" | "timeoutMs">,
    link: BusLink,
    reply: string,
  ): SealedFrame => {
    const { envelope, to, timeoutMs } = message;
    const signing = {
      place: requestPlace(subjects.command(to), reply),
      source: envelope.source,
      capability: link.capabilityOf(message),
    };
    return frames.seal(signing, { envelope: toWire(envelope), to, timeoutMs });
  };
  const ask = async (request: RelayedRequest, link: BusLink, signal: AbortSignal): Promise<JsonValue> => {
    const { to, envelope } = request;
    await broker.whenUp(signal);
    if (request.isStopped())
      throw busError("bus/denied", { publisher: envelope.source, capability: link.capabilityOf(request) });
    const subject = subjects.answer(self, randomText(random));
    const { headers, bytes } = seal(request, link, subject);
    const settled = Promise.withResolvers<JsonValue>();
    const stop = (): void => settled.reject(coreError("core/aborted", {}));
    asked.set(subject, { place: answerPlace(subject), to, settled });
    signal.addEventListener("abort", stop, { once: true });
    try {
      connection.publish(subjects.command(to), bytes, { headers, reply: subject });
      return await settled.promise;
    } catch (error) {
      throw isTooLarge(error) ? busError("bus/bridge-too-large", { bytes: bytes.length }, { cause: error }) : error;
    } finally {
      asked.delete(subject);
      signal.removeEventListener("abort", stop);
    }
  };
  let pending = 0;
  return {
    async request(request, link, signal) {
      const { to, timeoutMs } = request;
      if (pending >= maxPending) throw busError("bus/bridge-full", { max: maxPending });
      pending += 1;
      const parent = signal === undefined ? disposed.signal : AbortSignal.any([signal, disposed.signal]);
      const deadline = clock.deadline(timeoutMs, parent);
      try {
        return await ask(request, link, deadline.signal);
      } catch (error) {
        const isOver = deadline.signal.aborted || connection.isClosed();
        if (!isOver) throw error;
        if (signal?.aborted === true) throw coreError("core/aborted", {});
        if (!deadline.expired || !broker.isUp())
          throw busError("bus/bridge-unavailable", { timeoutMs: publishTimeoutMs }, { cause: error });
        throw busError("bus/request-timeout", { to, timeoutMs });
      } finally {
        deadline.clear();
        pending -= 1;
      }
    },
    send(message, link) {
      const { envelope, to = "" } = message;
      const { headers, bytes } = seal({ envelope, to, timeoutMs: ONE_WAY_TIMEOUT_MS }, link, "");
      connection.publish(subjects.command(to), bytes, { headers });
    },
    [Symbol.dispose]() {
      disposed.abort();
      answers.unsubscribe();
    },
  };
}

/** What a request is signed for: nobody can have the answer sent elsewhere. */
export function requestPlace(subject: string, reply: string): string {
  return `${subject} ${reply}`;
}

/** What an answer is signed for: it is good for the one request. */
export function answerPlace(reply: string): string {
  return `${reply} answer`;
}

function refused(problem: string): Error {
  return busError("bus/bridge-refused", { problem });
}
