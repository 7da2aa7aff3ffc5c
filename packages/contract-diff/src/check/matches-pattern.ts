/**
 * Whether a contract's name is one that a pattern names: `*` stands for anything within one part of it, `**` for any number of parts. Takes
 * time in proportion to the two lengths, as a regular expression with many stars would not.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  const parts = pattern.split(/((?:\*\*\/)+|\*+)/).filter((part) => part !== "");
  let ends: ReadonlySet<number> = new Set([0]);
  for (const part of parts) ends = endsAfter(name, part, ends);
  return ends.has(name.length);
}

// Where a part of the pattern may end in the name, given where it may begin.
function endsAfter(name: string, part: string, starts: ReadonlySet<number>): ReadonlySet<number> {
  if (!part.startsWith("*"))
    return new Set([...starts].filter((start) => name.startsWith(part, start)).map((start) => start + part.length));
  const ends = new Set(starts);
  let isOpen = false;
  for (let end = 0; end <= name.length; end += 1) {
    if (part === "*" && name[end - 1] === "/") isOpen = false;
    // With its slash, so that `**/project` is also `project` alone.
    if (isOpen && (!part.endsWith("/") || name[end - 1] === "/")) ends.add(end);
    if (starts.has(end)) isOpen = true;
  }
  return ends;
}
