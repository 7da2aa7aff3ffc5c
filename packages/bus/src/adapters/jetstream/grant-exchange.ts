import type { Msg, Subscription } from "@nats-io/transport-node";
import type { BusLink } from "../../ports/bus-relay.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import type { BrokerState } from "./broker-state.ts";
import type { Frames } from "./frame.ts";
import { createGrantListener } from "./grant-listener.ts";
import { openGrantSpeaker } from "./grant-speaker.ts";
import type { ProblemLog } from "./problem-log.ts";
import type { Subjects } from "./subjects.ts";

/**
 * Grants between servers. Each says all that it has given, at once when that changes and every few seconds besides; the others put it in force,
 * for three times as long. What a server does not say any more is over. So a word that is lost is made good by the next, and the grants of a
 * server that cannot be heard end by themselves.
 */
export interface GrantExchange extends AsyncDisposable {
  /** Says soon what there is now. */
  readonly changed: () => void;
}

/** Opens the exchange of a bridge. */
export function openGrantExchange(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  link: BusLink,
  broker: BrokerState,
  problems: ProblemLog,
): GrantExchange {
  const { connection, revocations, serverId } = options;
  const listener = createGrantListener(options, frames, subjects, link, problems);
  const speaker = openGrantSpeaker(options, frames, subjects, link, broker, problems);
  // What another server said is repeated with the next word, and needs none of its own.
  let isHearing = false;
  const hear = ({ headers, data: bytes, subject: place }: Msg): void => {
    if (frames.originOf(headers) === serverId) return;
    isHearing = true;
    try {
      listener.hear({ headers, bytes, place });
    } catch (error) {
      problems.tell("warn", "what a server said of its grants was refused", error);
    } finally {
      isHearing = false;
    }
  };
  const subscribe = (subject: string, take: (message: Msg) => void): Subscription =>
    connection.subscribe(subject, {
      callback(error, message) {
        if (error === null) take(message);
        else problems.tell("error", "the broker does not let this server hear of the grants of others", error);
      },
    });
  const subscriptions = [subscribe(subjects.allGrants, hear), subscribe(subjects.hello, () => speaker.asked())];
  const revoking = revocations.listen(() => {
    if (!isHearing) speaker.changed();
  });
  const greet = (): void => {
    connection.publish(subjects.hello);
    speaker.changed();
  };
  broker.onUp(greet);
  greet();
  return {
    changed: () => speaker.changed(),
    async [Symbol.asyncDispose]() {
      revoking[Symbol.dispose]();
      for (const subscription of subscriptions) subscription.unsubscribe();
      await speaker[Symbol.asyncDispose]();
      listener[Symbol.dispose]();
    },
  };
}
