/** What is to be known of a JSON text beyond its value. */
export interface JsonScan {
  /** Members of the objects at the level that was asked for, each name counted as often as it is written. */
  readonly members: number;
  /** Arrays and objects within each other. */
  readonly depth: number;
}

/**
 * Looks through a JSON text for what `JSON.parse` does not tell: how deep it is, and how many members it has at one level, so
 * that a name that is written twice shows. Says nothing of use of a text that is not JSON.
 */
export function scanJson(text: string, level: number): JsonScan {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22:
        at = endOfText(text, at);
        break;
      case 0x3a:
        if (depth === level) members += 1;
        break;
      case 0x7b:
      case 0x5b:
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        break;
      default:
    }
  }
  return { members, depth: deepest };
}

/** Where the quote is that ends a text of JSON; the length of the whole where there is none. */
export function endOfText(text: string, opening: number): number {
  for (let quote = text.indexOf('"', opening + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote;
    while (text.charCodeAt(first - 1) === 0x5c) first -= 1;
    if ((quote - first) % 2 === 0) return quote;
  }
  return text.length;
}
