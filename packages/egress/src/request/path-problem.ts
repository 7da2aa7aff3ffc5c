// Characters that servers decode before they look for dots and slashes, some of them more than once: . / \ ; and controls.
const DECODED_LATER = /%(?:2e|2f|5c|3b|[01][0-9a-f]|7f|25[0-9a-f]{2})/i;

const READ_OTHERWISE = "has a path that some servers read as another one";

/**
 * Says why a path could be another one to a server than to the rules, or `undefined`. Dots, slashes, backslashes and semicolons
 * may not be percent-encoded, nothing may be encoded twice, and what is encoded must be UTF-8. With `mayClimb` a segment may
 * be `.` or `..` as it stands, for whoever resolves it before the rules are looked at.
 */
export function pathProblem(path: string, mayClimb: boolean): string | undefined {
  if (DECODED_LATER.test(path)) return "has an encoded dot, slash, backslash, semicolon, control or percent sign";
  const decoded = decode(path);
  if (decoded === undefined) return "has a path that is not percent-encoded UTF-8";
  const segments = decoded.split("/");
  // Some servers fold characters that look alike, such as fullwidth dots and slashes.
  const folded = decoded.normalize("NFKC").split(/[/\\]/);
  if (folded.length !== segments.length) return READ_OTHERWISE;
  for (const [at, segment] of segments.entries()) {
    const isPlain = segment === "." || segment === "..";
    if (isPlain && !mayClimb) return "has a path segment of dots";
    if (!isPlain && isDots(folded[at] ?? "")) return READ_OTHERWISE;
  }
  return undefined;
}

// "..;x" is ".." to servers that know path parameters.
function isDots(segment: string): boolean {
  const [name] = segment.split(";", 1);
  return name === "." || name === "..";
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not a pair of hexadecimal digits, or bytes that are no UTF-8: there is no one reading of it.
    return undefined;
  }
}
