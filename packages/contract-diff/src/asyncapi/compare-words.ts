import type { SpotReader } from "./create-spot-reader.ts";
import type { Comparison } from "./comparison.ts";
import type { Fields } from "./fields-of.ts";
import { jsonText } from "./json-text.ts";
import { childrenOf, type Spot } from "./spot.ts";

/** Fields that only people read. Extensions are among them: what a tool makes of one is not known, and is not the contract. */
const WORDS: ReadonlySet<string> = new Set(["title", "summary", "description", "externalDocs", "examples", "tags"]);

/** Reports a patch if the words of something changed. `more` are fields that are words only here. */
export function compareWords(
  comparison: Comparison,
  {
    subject,
    old,
    next,
    more = [],
  }: { readonly subject: string; readonly old: Fields; readonly next: Fields; readonly more?: readonly string[] },
): void {
  const isWords = (name: string): boolean => WORDS.has(name) || name.startsWith("x-") || more.includes(name);
  const names = [...new Set([...old.names, ...next.names])].filter(isWords);
  const changed = names.filter(
    (name) => textOf(old.field(name), comparison.old.reader) !== textOf(next.field(name), comparison.next.reader),
  );
  if (changed.length === 0) return;
  const listed = changed.sort().join(", ");
  comparison.report({
    rule: "asyncapi/words",
    breaks: "none",
    subject,
    message: `Its ${listed} changed, which only people read.`,
    old: old.spot,
    next: next.spot,
  });
}

// Tags and external documents may stand behind references, and tags are in no order.
function textOf(spot: Spot | undefined, reader: SpotReader): string {
  if (spot === undefined) return "";
  const target = followed(spot, reader);
  if (!Array.isArray(target.value)) return jsonText(target);
  const items = childrenOf(target).map((item) => jsonText(followed(item.spot, reader)));
  return JSON.stringify(items.sort());
}

function followed(spot: Spot, reader: SpotReader): Spot {
  const target = reader.tryFollow(spot);
  return "problem" in target ? spot : target;
}
