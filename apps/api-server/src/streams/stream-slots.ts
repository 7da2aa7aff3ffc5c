import type { Principal } from "@cordon/core";
import { serverError } from "../errors.ts";
import type { StreamLimits } from "./stream-limits.ts";

/** Counts the streams that are open, of all callers and of each. */
export interface StreamSlots {
  /** Takes one until it is disposed. Throws `server/streams-full` or `server/too-many-streams`. */
  readonly take: (principal: Principal) => Disposable;
}

/** Makes the slots of one server. */
export function createStreamSlots(limits: Pick<StreamLimits, "maxStreams" | "maxStreamsPerPrincipal">): StreamSlots {
  const { maxStreams, maxStreamsPerPrincipal: max } = limits;
  const taken = new Map<string, number>();
  let total = 0;
  return {
    take({ id }) {
      const own = taken.get(id) ?? 0;
      if (own >= max) throw serverError("server/too-many-streams", { max });
      if (total >= maxStreams) throw serverError("server/streams-full", {});
      taken.set(id, own + 1);
      total += 1;
      let isTaken = true;
      return {
        [Symbol.dispose]() {
          if (!isTaken) return;
          isTaken = false;
          total -= 1;
          const left = (taken.get(id) ?? 1) - 1;
          if (left === 0) taken.delete(id);
          else taken.set(id, left);
        },
      };
    },
  };
}
