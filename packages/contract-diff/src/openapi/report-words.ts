import { definitionAt } from "../rules/definition-at.ts";
import { type DiffContext, report } from "./diff-context.ts";
import type { RawPair } from "./raw-pair.ts";

/**
 * Tells where only words changed, once for each operation and each definition: descriptions, summaries, examples, tags, extensions. They are
 * found by the quick comparison on its way.
 */
export function reportWords(context: DiffContext): void {
  const told = new Set<string>();
  for (const pair of context.sameness.pairs()) {
    const subject = pair.words === undefined ? undefined : subjectOf(pair);
    if (subject === undefined || pair.words === undefined || told.has(subject)) continue;
    told.add(subject);
    const { count, old, next } = pair.words;
    const more = count === 1 ? "" : `, and ${count - 1} more`;
    const message = `Words changed (${next.pointer.slice(pair.next.pointer.length) || "/"}${more}): descriptions, examples or extensions, which break nobody.`;
    report(context, { rule: "openapi/words", breaks: "none", subject, message, old, next });
  }
}

// What stands within one of these is told with it.
function subjectOf({ old, next, shape, differs }: RawPair): string | undefined {
  if (shape === "document") return "document";
  const [area, name, method, ...rest] = next.pointer.slice(1).split("/").map(plain);
  if (area === undefined || name === undefined) return undefined;
  const isHook = area === "webhooks";
  if (shape === "operation" && (area === "paths" || isHook)) {
    return method === undefined || rest.length > 0
      ? undefined
      : `${isHook ? "webhook " : ""}${method.toUpperCase()} ${name}`;
  }
  if (shape === "path-item-shared" && (area === "paths" || isHook)) {
    return method === undefined ? `${isHook ? "webhook" : "path"} ${name}` : undefined;
  }
  const definition = definitionAt(next.pointer);
  if (definition === undefined || definition.rest.length > (shape === "operation" ? 1 : 0)) return undefined;
  // Two definitions of different names that differ are two things, and not one with other words.
  const sameName = definitionAt(old.pointer)?.title === definition.title;
  return sameName || !differs ? definition.title : undefined;
}

function plain(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
