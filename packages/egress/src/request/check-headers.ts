/** One header as it is sent: its name in lower case. */
export type HeaderLine = readonly [name: string, value: string];

const MAX_HEADERS = 64;
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/i;
// Line breaks would begin another header. Bytes above ASCII are read in as many ways as there are servers.
const VALUE = /^[\t\u0020-\u007e]*$/;

// What frames a message, or tells a hop rather than the host: the connector's business.
const FRAMING: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);
// What makes servers see another method, path, host or sender than the request has, and so than the rules have seen.
const OVERRIDES: ReadonlySet<string> = new Set([
  "forwarded",
  "x-forwarded",
  "x-host",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-host",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
]);
const OVERRIDE_PREFIXES = ["proxy-", "x-forwarded-"];

/** Checks a request's headers, and answers those that hold with their names in lower case. */
export function checkHeaders(
  given: unknown,
  maxBytes: number,
  report: (pointer: string, message: string) => void,
): readonly HeaderLine[] {
  if (given === undefined) return [];
  const lines = readLines(given);
  if (typeof lines === "string") {
    report("/headers", lines);
    return [];
  }
  const seen = new Set<string>();
  let bytes = 0;
  for (const [name, value] of lines) {
    const lower = name.toLowerCase();
    const problem = seen.has(lower) ? "is there twice, in different letters" : lineProblem(lower, value);
    // The pointer shows names only that cannot break out of the line they are logged in.
    if (problem !== undefined)
      report(TOKEN.test(name) ? `/headers/${name.replaceAll("~", "~0")}` : "/headers", problem);
    seen.add(lower);
    bytes += name.length + value.length;
  }
  if (bytes > maxBytes) report("/headers", `take more than ${maxBytes} bytes`);
  return lines.map(([name, value]) => [name.toLowerCase(), value]);
}

function readLines(given: unknown): readonly HeaderLine[] | string {
  if (typeof given !== "object" || given === null) return "must be an object";
  try {
    const names = Object.keys(given);
    if (names.length > MAX_HEADERS) return `may be ${MAX_HEADERS} at most`;
    const lines = names.map((name) => [name, (given as Record<string, unknown>)[name]] as const);
    return lines.every((line): line is HeaderLine => typeof line[1] === "string")
      ? lines
      : "must have strings as values";
  } catch {
    // A getter or a proxy that throws. What it threw is a guest's, and no one's to read.
    return "cannot be read";
  }
}

function lineProblem(name: string, value: string): string | undefined {
  if (!TOKEN.test(name)) return "has a name that is none";
  if (FRAMING.has(name)) return "is set where the request is sent";
  if (OVERRIDES.has(name) || OVERRIDE_PREFIXES.some((prefix) => name.startsWith(prefix)))
    return "is not a guest's to set: it tells servers of another request than this one";
  // Whatever is packed could not be looked at.
  if (name === "accept-encoding") return "is not a guest's to set: answers come unpacked";
  return VALUE.test(value) ? undefined : "must have tabs and printable ASCII characters only";
}
