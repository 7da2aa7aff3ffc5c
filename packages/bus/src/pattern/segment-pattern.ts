/** A pattern of parts: where a part is `*` it is any one, and an open one goes on for one or more parts after the last. */
export interface SegmentPattern {
  readonly text: string;
  readonly segments: readonly string[];
  readonly open: boolean;
}

/** The part that stands for any one. */
export const ANY = "*";

/** Whether all that the narrower pattern matches is matched by the wider one. A name without wildcards is a pattern of itself. */
export function covers(wider: SegmentPattern, narrower: SegmentPattern): boolean {
  const least = narrower.segments.length + (narrower.open ? 1 : 0);
  if (wider.open ? least <= wider.segments.length : narrower.open || least !== wider.segments.length) return false;
  return wider.segments.every((segment, at) => segment === ANY || segment === narrower.segments[at]);
}

/** Whether there is something that both match. */
export function overlaps(one: SegmentPattern, other: SegmentPattern): boolean {
  const [shorter, longer] = one.segments.length <= other.segments.length ? [one, other] : [other, one];
  const isLonger = longer.segments.length > shorter.segments.length;
  const ends = isLonger ? shorter.open : shorter.open === longer.open;
  return (
    ends &&
    shorter.segments.every((segment, at) => {
      const against = longer.segments[at];
      return segment === ANY || against === ANY || segment === against;
    })
  );
}
