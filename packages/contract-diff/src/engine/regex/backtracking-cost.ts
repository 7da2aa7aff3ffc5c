import type { BacktrackingProgram, Instruction } from "./backtracking-program.ts";

/** What a backtracking engine is about to do. */
interface Thread {
  readonly at: Instruction;
  readonly position: number;
  /** Where the current round of each loop began. */
  readonly rounds: readonly number[];
  /** Of a run: how many characters it takes this time. */
  readonly taken?: number;
}

/**
 * How many steps a backtracking engine takes to be done with the text; `undefined` if they are more than `most`. The engine of this process cannot be stopped once it
 * runs, and some expressions take more steps for 40 characters than there are seconds in a year.
 */
export function backtrackingCost(
  { first, slots, loose }: BacktrackingProgram,
  codes: readonly number[],
  most: number,
): number | undefined {
  let left = most;
  const rounds = Array.from({ length: slots }, () => -1);

  /** `end`: where the match must end, for lookbehinds. `undefined`: too many steps. */
  function matches(from: Instruction, begin: number, end: number | undefined): boolean | undefined {
    const threads: Thread[] = [{ at: from, position: begin, rounds }];
    for (let thread = threads.pop(); thread !== undefined; thread = threads.pop()) {
      left -= 1;
      if (left < 0) return undefined;
      // A loose program accepts too early: all of its ways are walked.
      if (thread.at.kind === "accept") {
        if (!loose && (end === undefined || end === thread.position)) return true;
      } else if (thread.at.kind === "look") {
        const holds = looks(thread.at, thread.position);
        if (holds === undefined) return undefined;
        if (holds !== thread.at.negate || loose) threads.push({ ...thread, at: thread.at.next });
      } else advance(thread, threads);
    }
    return false;
  }

  function looks({ body, behind }: Instruction & { readonly kind: "look" }, position: number): boolean | undefined {
    if (!behind) return matches(body, position, undefined);
    for (let begin = position; begin >= 0; begin -= 1) {
      const holds = matches(body, begin, position);
      if (holds !== false) return holds;
    }
    return false;
  }

  function advance(thread: Thread, threads: Thread[]): void {
    const { at, position } = thread;
    switch (at.kind) {
      case "run":
        return runOn(at, thread, threads);
      case "fork":
        for (const option of at.options.toReversed()) threads.push({ ...thread, at: option });
        return;
      case "round": {
        const begun = thread.rounds.with(at.slot, position);
        for (const option of at.options.toReversed()) threads.push({ at: option, position, rounds: begun });
        return;
      }
      case "progress":
        if (thread.rounds[at.slot] !== position) threads.push({ ...thread, at: at.next });
        return;
      case "start":
        if (position === 0) threads.push({ ...thread, at: at.next });
        return;
      case "end":
        if (position === codes.length) threads.push({ ...thread, at: at.next });
        return;
      case "boundary":
        if ((isWord(codes[position - 1]) !== isWord(codes[position])) !== at.negate)
          threads.push({ ...thread, at: at.next });
        return;
      case "reference":
        for (let end = position; end <= codes.length; end += 1) threads.push({ ...thread, at: at.next, position: end });
        left -= codes.length - position;
        return;
      case "accept":
      case "look":
        return;
    }
  }

  /** As many as it can at first, one less each time it is come back to. */
  function runOn(at: Instruction & { readonly kind: "run" }, thread: Thread, threads: Thread[]): void {
    const { position, rounds: kept } = thread;
    let { taken } = thread;
    if (taken === undefined) {
      taken = 0;
      while (taken < at.max && position + taken < codes.length && at.chars.has(codes[position + taken] ?? 0))
        taken += 1;
      left -= taken;
    }
    if (taken < at.min) return;
    if (taken > at.min) threads.push({ at, position, rounds: kept, taken: taken - 1 });
    threads.push({ at: at.next, position: position + taken, rounds: kept });
  }

  for (let begin = 0; begin <= codes.length; begin += 1) {
    const found = matches(first, begin, undefined);
    if (found === undefined) return undefined;
    if (found) break;
  }
  return most - left;
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && code < 128 && /\w/.test(String.fromCharCode(code));
}
