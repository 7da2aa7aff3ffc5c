/**
 * A `pattern` as this process runs it: with the flag `u`, as JSON Schema asks, and without it if it is only valid so. `undefined` if it
 * is no regular expression. What it matches is searched for anywhere in a string.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  return compiled(pattern, "u") ?? compiled(pattern, "");
}

function compiled(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    // The caller says what becomes of a pattern that is none.
    return undefined;
  }
}
