import { compareEncodings } from "./compare-encodings.ts";
import type { Breaks, Flow } from "../finding.ts";
import { breaksIfLooser, breaksIfStricter, compareSchemas, type OperationContext, report } from "./diff-context.ts";
import { closestMedia, type MediaRange, parseMediaRange } from "./media-range.ts";
import { below, entriesOf, type Spot } from "./spot.ts";

/** The bodies of a request or of one response, by media type. */
export interface ContentQuestion {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly view: "request" | "response";
  readonly flow: Flow;
  readonly subject: string;
  /** What has the bodies: where a report on one that is not there points to. */
  readonly owners: readonly [old: Spot, next: Spot];
}

interface Media extends MediaRange {
  readonly spot: Spot;
}

/**
 * Compares bodies: each media type with the closest of the other side that covers it, so `application/*` answers for `application/json`. A
 * removed one breaks those who send it or ask for it; an added one is unknown to those who know the old contract only.
 */
export function compareContent(context: OperationContext, question: ContentQuestion): void {
  const { old, next, view, flow, subject } = question;
  const [ours, theirs] = [mediaOf(old), mediaOf(next)];
  const pairs = new Map<string, readonly [Media, Media]>();
  for (const media of ours) {
    const same = closestMedia(theirs, media);
    if (same === undefined) reportMedia(context, question, media, "removed");
    else pairs.set(`${media.text}\n${same.text}`, [media, same as Media]);
  }
  for (const media of theirs) {
    const same = closestMedia(ours, media);
    if (same === undefined) reportMedia(context, question, media, "added");
    else pairs.set(`${same.text}\n${media.text}`, [same as Media, media]);
  }
  for (const [from, to] of pairs.values()) {
    if (context.sameness.same(from.spot, to.spot, "media")) continue;
    compareSchemas(context, {
      old: below(from.spot, "schema"),
      next: below(to.spot, "schema"),
      flow,
      view,
      subject: `${subject} ${to.text}`,
      owners: [from.spot, to.spot],
    });
    if (view === "request" && hasEncoding(to)) compareEncodings(context, from.spot, to.spot, `${subject} ${to.text}`);
  }
}

function reportMedia(
  context: OperationContext,
  { view, flow, subject, owners }: ContentQuestion,
  media: Media,
  change: "removed" | "added",
): void {
  const side = change === "removed" ? { old: media.spot, next: owners[1] } : { old: owners[0], next: media.spot };
  report(context, {
    rule: `openapi/${view}-media-type-${change}`,
    breaks: change === "removed" ? breaksIfRemoved(view, flow) : breaksIfAdded(view, flow),
    subject: `${subject} ${media.text}`,
    message:
      change === "removed"
        ? `${media.text} is no longer among the media types, and none of them covers it. Keep it beside the new ones.`
        : `${media.text} is a new media type: those that know the old contract only have no use for it.`,
    ...side,
  });
}

// The body of a response is one that the other side asked for, so it misses what is gone, whichever way the response goes.
function breaksIfRemoved(view: ContentQuestion["view"], flow: Flow): Breaks {
  return view === "request" ? breaksIfStricter(flow) : "backward";
}

function breaksIfAdded(view: ContentQuestion["view"], flow: Flow): Breaks {
  return view === "request" ? breaksIfLooser(flow) : "forward";
}

function mediaOf(content: Spot | undefined): readonly Media[] {
  return entriesOf(content, "content").map(([text, spot]) => ({ ...parseMediaRange(text), spot }));
}

// Elsewhere the specification has no meaning for `encoding`.
function hasEncoding({ type, subtype }: MediaRange): boolean {
  return type === "multipart" || (type === "application" && subtype === "x-www-form-urlencoded");
}
