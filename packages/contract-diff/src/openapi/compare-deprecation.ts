import { type DiffContext, report } from "./diff-context.ts";
import { ownValue, type Spot } from "./spot.ts";

/** Tells of what is deprecated now, or is so no longer. It breaks nobody; people want to know. */
export function compareDeprecation(context: DiffContext, old: Spot, next: Spot, subject: string): void {
  const [was, is] = [ownValue(old.value, "deprecated") === true, ownValue(next.value, "deprecated") === true];
  if (was === is) return;
  const message = is ? "It is deprecated now: stop using it before it goes." : "It is deprecated no longer.";
  report(context, { rule: "openapi/deprecated", breaks: "none", subject, message, old, next });
}
