const PROBLEM = "must be a media type of RFC 2046, such as application/json";
// The token of RFC 2045: printable ASCII but for ()<>@,;:\"/[]?= and space.
const IN_TOKEN = new Uint8Array(128);
for (let unit = 0x21; unit < 0x7f; unit += 1) {
  IN_TOKEN[unit] = '()<>@,;:\\"/[]?='.includes(String.fromCharCode(unit)) ? 0 : 1;
}

/** Says why a text is no media type: `type/subtype`, then parameters, whose values are tokens or quoted. */
export function mediaTypeProblem(text: string): string | undefined {
  if (text === "application/json") return undefined;
  const slash = token(text, 0);
  if (slash === 0 || text.charCodeAt(slash) !== 0x2f) return PROBLEM;
  let at = token(text, slash + 1);
  if (at === slash + 1) return PROBLEM;
  while (at < text.length) {
    at = spaces(text, at);
    if (text.charCodeAt(at) !== 0x3b) return PROBLEM;
    at = parameter(text, spaces(text, at + 1));
    if (at < 0) return PROBLEM;
  }
  return undefined;
}

/** Where a parameter ends, or -1 where there is none. */
function parameter(text: string, from: number): number {
  const equals = token(text, from);
  if (equals === from || text.charCodeAt(equals) !== 0x3d) return -1;
  const value = equals + 1;
  if (text.charCodeAt(value) === 0x22) return quoted(text, value + 1);
  const end = token(text, value);
  return end === value ? -1 : end;
}

function quoted(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit === 0x5c) at += 1;
    if (unit > 0x7e) return -1;
  }
  return -1;
}

function token(text: string, from: number): number {
  let at = from;
  while (IN_TOKEN[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

function spaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at += 1;
  return at;
}
