import { jetstream } from "@nats-io/jetstream";
import { AppError, coreError } from "@cordon/core";
import { busError } from "../../errors.ts";
import type { BusLink, RelayedMessage } from "../../ports/bus-relay.ts";
import { Deque } from "../../subscription/deque.ts";
import { toWire } from "../../wire/envelope-codec.ts";
import { abortable } from "./abortable.ts";
import { isTooLarge } from "./broker-errors.ts";
import type { BrokerState } from "./broker-state.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import type { Frames } from "./frame.ts";
import { randomText } from "./random-text.ts";
import type { Subjects } from "./subjects.ts";

const RETRY_MS = 100;
const ATTEMPT_MS = 2000;

/** The way of messages out of this server. */
export interface Outbox extends Disposable {
  /**
   * Resolves when the broker has the message. They go one after another, in the order of the calls, and the broker has each once, however often it
   * was tried. One whose sender was stopped while it waited goes nowhere any more, and rejects with `bus/denied`.
   */
  readonly send: (message: RelayedMessage, link: BusLink, signal: AbortSignal | undefined) => Promise<void>;
}

interface Waiting {
  readonly message: RelayedMessage;
  readonly link: BusLink;
  /** Aborts when its time is over, or whoever publishes does not wait any more. */
  readonly stop: AbortSignal;
  readonly settled: PromiseWithResolvers<void>;
}

/** Makes the outbox of a bridge. */
export function createOutbox(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  broker: BrokerState,
): Outbox {
  const { connection, clock, random, maxPending, publishTimeoutMs } = options;
  const client = jetstream(connection);
  const waiting = new Deque<Waiting>();
  const disposed = new AbortController();
  let pending = 0;
  let isBusy = false;

  const attempt = async ({ message, link, stop }: Waiting, id: string): Promise<boolean> => {
    const { envelope, to } = message;
    await broker.whenUp(stop);
    const capability = link.capabilityOf(message);
    if (message.isStopped()) throw busError("bus/denied", { publisher: envelope.source, capability });
    const subject = subjects.message(message.topic);
    // Sealed anew each time: what waited for a broker may have outlived its token.
    const signing = { place: `${subject} ${id}`, source: envelope.source, capability };
    const { headers, bytes } = frames.seal(signing, { envelope: toWire(envelope), to });
    try {
      const sent = client.publish(subject, bytes, { headers, msgID: id, timeout: ATTEMPT_MS });
      // One that was sent to a broker that is gone is not waited for.
      const { stream } = await abortable(abortable(sent, broker.lost()), stop);
      return stream === subjects.stream;
    } catch (error) {
      if (isTooLarge(error)) throw busError("bus/bridge-too-large", { bytes: bytes.length }, { cause: error });
      if (stop.aborted) throw error;
      return false;
    }
  };
  const deliver = async (each: Waiting): Promise<void> => {
    // The broker knows by it what it has already. Nobody else can take it before: it is part of what is signed, and cannot be guessed.
    const id = randomText(random);
    while (!(await attempt(each, id))) await clock.sleep(RETRY_MS, each.stop);
  };
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { settled, stop } = next;
      // The wait of this one is its own: what fails does not hold up those behind it.
      if (!stop.aborted) await deliver(next).then(settled.resolve, settled.reject);
    }
    isBusy = false;
  };
  return {
    async send(message, link, signal) {
      if (pending >= maxPending) throw busError("bus/bridge-full", { max: maxPending });
      pending += 1;
      const settled = Promise.withResolvers<void>();
      const parent = signal === undefined ? disposed.signal : AbortSignal.any([signal, disposed.signal]);
      const deadline = clock.deadline(publishTimeoutMs, parent, () => settled.reject(coreError("core/aborted", {})));
      waiting.push({ message, link, stop: deadline.signal, settled });
      if (!isBusy) {
        isBusy = true;
        void work();
      }
      try {
        await settled.promise;
      } catch (error) {
        if (signal?.aborted === true) throw coreError("core/aborted", {});
        if (AppError.is(error) && error.code !== "core/aborted") throw error;
        throw busError("bus/bridge-unavailable", { timeoutMs: publishTimeoutMs }, { cause: error });
      } finally {
        deadline.clear();
        pending -= 1;
      }
    },
    [Symbol.dispose]() {
      disposed.abort();
    },
  };
}
