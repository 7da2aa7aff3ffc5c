import type { ShapeName } from "./raw-shapes.ts";
import type { Spot } from "./spot.ts";

/** Where only words differ: the first place, and how many there are. */
export interface WordsFound {
  count: number;
  readonly old: Spot;
  readonly next: Spot;
}

/** Two places held against each other, one of each document: an operation, or what a `$ref` leads to. */
export interface RawPair {
  readonly old: Spot;
  readonly next: Spot;
  readonly shape: ShapeName;
  /** True if something that matters differs here, or, once `settled`, in anything that it refers to. */
  differs: boolean;
  settled: boolean;
  words: WordsFound | undefined;
  /** What the `$ref`s of the two lead to, pair by pair. */
  readonly uses: RawPair[];
}
