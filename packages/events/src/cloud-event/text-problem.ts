/**
 * Says why a text is no String of CloudEvents: it has a control character, a noncharacter or half a surrogate pair. An empty
 * text is one.
 */
export function textProblem(text: string): string | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Printable ASCII, which nearly every character of nearly every attribute is.
    if (unit >= 0x20 && unit < 0x7f) continue;
    if (unit < 0x20 || unit <= 0x9f) return "must not have control characters";
    if (unit < 0xd800) continue;
    if (unit >= 0xe000) {
      if (isNoncharacter(unit)) return "must not have noncharacters of Unicode";
      continue;
    }
    const low = text.charCodeAt(at + 1);
    if (unit >= 0xdc00 || !(low >= 0xdc00 && low <= 0xdfff)) return "must not have half a surrogate pair";
    if (isNoncharacter(((unit - 0xd800) << 10) + low - 0xdc00 + 0x10000))
      return "must not have noncharacters of Unicode";
    at += 1;
  }
  return undefined;
}

function isNoncharacter(code: number): boolean {
  return (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}
