import type { SegmentPattern } from "../pattern/segment-pattern.ts";

/** What a message was published with. */
export interface Spent {
  readonly isRevoked: boolean;
}

/** In whose name something is published, and with what right. */
export interface Speaker {
  readonly name: string;
  /** False for the kernel alone, which may take all the room that there is. */
  readonly isGuarded: boolean;
  /** Throws `bus/denied` unless it has the right to this, and to `also`, now. */
  readonly check: (capability: SegmentPattern, also: SegmentPattern | undefined, now: number) => void;
  /** The same, and uses the rights. Returns them, where there are any. */
  readonly spend: (capability: SegmentPattern, also: SegmentPattern | undefined, now: number) => Spent | undefined;
  /** Whether it is closed, and says nothing any more. */
  readonly isClosed: () => boolean;
}

/** The kernel, which may do everything. */
export function createKernelSpeaker(name: string): Speaker {
  return Object.freeze({
    name,
    isGuarded: false,
    check: () => undefined,
    spend: () => undefined,
    isClosed: () => false,
  });
}
