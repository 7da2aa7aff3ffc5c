/** What one benchmark came to. Ratios are ours / peer unless the name says otherwise. */
export interface BenchResult {
  readonly name: string;
  /** A figure of its own, in place of ratios, where there is no peer. */
  readonly figure?: string;
  readonly ratioMedian: number;
  readonly ratioP90: number;
  readonly controlMedian: number;
  readonly target: string;
  readonly met: boolean;
}

/** A result that is a figure of its own. */
export function figureResult(name: string, figure: string, target: string, met: boolean): BenchResult {
  return { name, figure, ratioMedian: Number.NaN, ratioP90: Number.NaN, controlMedian: Number.NaN, target, met };
}

/** The ratios of one comparison: time of ours / time of the peer, per round. */
export interface Timing {
  readonly ratioMedian: number;
  readonly ratioP90: number;
  /** Ours / ours, measured in the same rounds: how far from 1 the noise alone goes. */
  readonly controlMedian: number;
}

/** What to compare, and how often. Each round times ours, the peer and ours again, in an order that rotates. */
export interface InterleaveOptions {
  readonly ours: () => unknown;
  readonly peer: () => unknown;
  readonly rounds: number;
  readonly iterationsPerRound: number;
}

const WARM_UP_ROUNDS = 5;

/** Times two things side by side in one process, so that a machine that slows down slows both. */
export async function interleave({ ours, peer, rounds, iterationsPerRound }: InterleaveOptions): Promise<Timing> {
  if (rounds < 25) throw new RangeError(`A benchmark takes at least 25 rounds, and this one was given ${rounds}.`);
  const contestants = [ours, peer, ours] as const;
  const ratios: number[] = [];
  const controls: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const took = [0, 0, 0];
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const at = (turn + round + WARM_UP_ROUNDS) % contestants.length;
      took[at] = await time(contestants[at] ?? ours, iterationsPerRound);
    }
    const [first = 0, other = 1, second = 1] = took;
    if (round < 0) continue;
    ratios.push((first + second) / 2 / other);
    controls.push(first / second);
  }
  return {
    ratioMedian: quantile(ratios, 0.5),
    ratioP90: quantile(ratios, 0.9),
    controlMedian: quantile(controls, 0.5),
  };
}

async function time(run: () => unknown, iterations: number): Promise<number> {
  const begun = performance.now();
  for (let count = 0; count < iterations; count += 1) {
    const result = run();
    if (result instanceof Promise) await result;
  }
  return performance.now() - begun;
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
