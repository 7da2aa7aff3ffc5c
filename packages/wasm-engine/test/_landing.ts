import type { GuestFixture } from "../src/conformance/index.ts";
import type { Guest } from "../src/index.ts";

/** What a fixture's host function `land` does, and how often it was called. */
export interface Landing {
  readonly onLand: () => void;
  readonly fixtureOf: (guest: Guest) => GuestFixture;
}

export function createLanding(): Landing {
  let count = 0;
  let act: (() => void) | undefined;
  const landed = (): number => count;
  const during = (next: () => void): void => {
    act = next;
  };
  return {
    onLand() {
      count += 1;
      act?.();
    },
    fixtureOf: (guest) => ({ guest, landed, during }),
  };
}
