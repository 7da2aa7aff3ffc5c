import { breaksIfLooser, breaksIfStricter, type OperationContext, report, reportBoth } from "./diff-context.ts";
import { compareHeaders } from "./compare-headers.ts";
import { coversMedia, parseMediaList } from "./media-range.ts";
import { below, entriesOf, ownValue, type Spot, textAt } from "./spot.ts";

/** Compares how the parts of a form are written: their media types, their headers, and the style of their values. */
export function compareEncodings(context: OperationContext, old: Spot, next: Spot, subject: string): void {
  const [ours, theirs] = [below(old, "encoding"), below(next, "encoding")];
  const names = new Set([...entriesOf(ours, "encoding"), ...entriesOf(theirs, "encoding")].map(([name]) => name));
  for (const name of names) {
    const parts = { old: below(ours, name), next: below(theirs, name), owners: [old, next] as const };
    compareTypes(context, parts, `${subject}, part ${name}`);
    compareStyle(context, parts, `${subject}, part ${name}`);
    compareHeaders(context, {
      old: below(parts.old, "headers"),
      next: below(parts.next, "headers"),
      flow: context.flow,
      view: "request",
      subject: `${subject}, part ${name}`,
      owners: parts.owners,
    });
  }
}

interface Parts {
  readonly old: Spot | undefined;
  readonly next: Spot | undefined;
  readonly owners: readonly [old: Spot, next: Spot];
}

function compareTypes(context: OperationContext, { old, next, owners }: Parts, subject: string): void {
  const [ours, theirs] = [typesOf(old), typesOf(next)];
  if ((ours.length === 0) !== (theirs.length === 0)) {
    const message =
      "The content type of the part is given on one side only. Without one it follows from the schema, which may be the same: give it on both.";
    reportBoth(context, {
      rule: "openapi/encoding",
      certainty: "unknown",
      subject,
      message,
      old: old ?? owners[0],
      next: next ?? owners[1],
    });
    return;
  }
  const lost = ours.filter((media) => !theirs.some((other) => coversMedia(other, media)));
  const gained = theirs.filter((media) => !ours.some((other) => coversMedia(other, media)));
  const places = { rule: "openapi/encoding", subject, old: old ?? owners[0], next: next ?? owners[1] } as const;
  if (lost.length > 0) {
    const message = `The part may no longer be ${lost.map(({ text }) => text).join(" or ")}. Keep it among the content types.`;
    report(context, { ...places, breaks: breaksIfStricter(context.flow), message });
  }
  if (gained.length > 0) {
    const message = `The part may be ${gained.map(({ text }) => text).join(" or ")} now, which those that know the old contract only refuse.`;
    report(context, { ...places, breaks: breaksIfLooser(context.flow), message });
  }
}

function compareStyle(context: OperationContext, { old, next, owners }: Parts, subject: string): void {
  const different = ["style", "explode", "allowReserved"].filter(
    (key) => ownValue(old?.value, key) !== ownValue(next?.value, key),
  );
  if (different.length === 0) return;
  const message = `${different.join(" and ")} of the part changed: the two sides misread each other. Add a property instead.`;
  reportBoth(context, { rule: "openapi/encoding", subject, message, old: old ?? owners[0], next: next ?? owners[1] });
}

// What a part is where nothing is said depends on its schema, which is compared as a schema.
function typesOf(part: Spot | undefined): ReturnType<typeof parseMediaList> {
  return parseMediaList(textAt(below(part, "contentType"), "contentType") ?? "");
}
