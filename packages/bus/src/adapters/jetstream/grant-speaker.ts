import type { BusLink } from "../../ports/bus-relay.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import type { BrokerState } from "./broker-state.ts";
import type { Frames } from "./frame.ts";
import { createPaced } from "./paced.ts";
import type { ProblemLog } from "./problem-log.ts";
import { type GrantsBody, MAX_PARTS } from "./read-bodies.ts";
import { splitWord, type Word } from "./split-word.ts";
import type { Subjects } from "./subjects.ts";

/** What a server's word of its grants is signed as. */
export const GRANTS_CAPABILITY = "kernel:grants";

const MAX_SHARED = 5000;
// How soon after the last change the next one is told: far below what the end of a grant may take.
const CHANGE_GAP_MS = 10;
// Anybody who may write there can ask.
const HELLO_GAP_MS = 500;
const MAX_PART_BYTES = 262_144;
// Headers with a token, and what is said beside the lists.
const OVERHEAD_BYTES = 8192;

/** Tells the other servers of this one's grants. */
export interface GrantSpeaker extends AsyncDisposable {
  /** Says soon what there is now. */
  readonly changed: () => void;
  /** The same for somebody who asks, which may be anybody. */
  readonly asked: () => void;
}

/** Begins to speak, every few seconds and at each change. When it is disposed it says that there are no grants any more. */
export function openGrantSpeaker(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  link: BusLink,
  broker: BrokerState,
  problems: ProblemLog,
): GrantSpeaker {
  const { connection, clock, serverId, grantEveryMs, revocations, bus } = options;
  const stopped = new AbortController();
  const epoch = clock.now();
  const place = subjects.grants(serverId);
  let turn = 0;

  const shared = (): Word["grants"] => {
    const grants = link.grants();
    if (grants.length <= MAX_SHARED) return grants;
    // They do no harm by being known here alone, but somebody should know.
    const problem = new RangeError(`${grants.length} of ${MAX_SHARED}`);
    problems.tell(
      "error",
      "there are more grants than servers can share: the newest are good in this one alone",
      problem,
    );
    return grants.slice(0, MAX_SHARED);
  };
  const publish = (grants: Word["grants"]): void => {
    const maxPayload = connection.info?.max_payload ?? MAX_PART_BYTES;
    const room = Math.min(MAX_PART_BYTES, maxPayload - OVERHEAD_BYTES);
    const words = splitWord({ grants, ended: link.ended(), revoked: revocations.entries() }, room);
    if (words.length > MAX_PARTS) throw new RangeError("What there is to say of grants is too much for the broker.");
    turn += 1;
    const { refusedThrough } = revocations;
    for (const [part, word] of words.entries()) {
      const body: GrantsBody = { epoch, turn, at: clock.now(), part, parts: words.length, ...word, refusedThrough };
      const { headers, bytes } = frames.seal({ place, source: bus.name, capability: GRANTS_CAPABILITY }, body);
      connection.publish(place, bytes, { headers });
    }
  };
  const say = (grants: () => Word["grants"]): void => {
    // It says so again when the broker is back. What waited there until then would be old.
    if (!broker.isUp()) return;
    try {
      publish(grants());
    } catch (error) {
      problems.tell("error", "grants of this server could not be told to others, where they end by themselves", error);
    }
  };
  const changes = createPaced(clock, CHANGE_GAP_MS, () => say(shared));
  const hellos = createPaced(clock, HELLO_GAP_MS, () => changes.ask());
  const repeat = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      changes.ask();
      await clock.sleep(grantEveryMs, stopped.signal).catch(() => undefined);
    }
  };
  const repeating = repeat();
  return {
    changed: () => changes.ask(),
    asked: () => hellos.ask(),
    async [Symbol.asyncDispose]() {
      if (stopped.signal.aborted) return;
      stopped.abort();
      hellos[Symbol.dispose]();
      changes[Symbol.dispose]();
      await repeating;
      // From now on nobody would hear that one of them is revoked.
      say(() => []);
    },
  };
}
