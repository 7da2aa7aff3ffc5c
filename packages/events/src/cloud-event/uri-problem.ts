// Tables by character code below 128: 1 where the character may be.
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS = "0123456789";
const SUB_DELIMITERS = "!$&'()*+,;=";
const UNRESERVED = `${LETTERS}${DIGITS}-._~`;
const IN_SCHEME = tableOf(`${LETTERS}${DIGITS}+-.`);
const IN_PATH = tableOf(`${UNRESERVED}${SUB_DELIMITERS}:@/%`);
const IN_QUERY = tableOf(`${UNRESERVED}${SUB_DELIMITERS}:@/?%`);
const IN_USER = tableOf(`${UNRESERVED}${SUB_DELIMITERS}:%`);
const IN_HOST = tableOf(`${UNRESERVED}${SUB_DELIMITERS}%`);
const IN_LITERAL = tableOf(`${UNRESERVED}${SUB_DELIMITERS}:`);
const IN_PORT = tableOf(DIGITS);

/**
 * Says why a text is no URI-reference of RFC 3986, or with `absolute` no URI. A fragment is accepted in both, since the schema that
 * the specification publishes accepts one.
 */
export function uriProblem(text: string, absolute: boolean): string | undefined {
  const problem = absolute ? "must be an absolute URI of RFC 3986" : "must be a URI-reference of RFC 3986";
  const { length } = text;
  let at = 0;
  const colon = schemeEnd(text);
  if (colon > 0) at = colon + 1;
  else if (absolute || colon === 0) return problem;
  if (text.charCodeAt(at) === 0x2f && text.charCodeAt(at + 1) === 0x2f) {
    const end = authorityEnd(text, at + 2);
    if (!isAuthority(text, at + 2, end)) return problem;
    at = end;
  }
  at = run(text, at, length, IN_PATH);
  if (text.charCodeAt(at) === 0x3f) at = run(text, at + 1, length, IN_QUERY);
  if (text.charCodeAt(at) === 0x23) at = run(text, at + 1, length, IN_QUERY);
  return at === length ? undefined : problem;
}

/** Where the colon after the scheme is; -1 without scheme; 0 where the first segment has a colon and is no scheme. */
function schemeEnd(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2f || unit === 0x3f || unit === 0x23) return -1;
    if (unit !== 0x3a) continue;
    const first = text.charCodeAt(0) | 0x20;
    return first >= 0x61 && first <= 0x7a && run(text, 0, at, IN_SCHEME) === at ? at : 0;
  }
  return -1;
}

function authorityEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x2f || unit === 0x3f || unit === 0x23) return at;
  }
  return text.length;
}

function isAuthority(text: string, from: number, end: number): boolean {
  let host = from;
  const user = text.indexOf("@", from);
  if (user >= 0 && user < end) {
    if (run(text, from, user, IN_USER) !== user) return false;
    host = user + 1;
  }
  let at = host;
  if (text.charCodeAt(host) === 0x5b) {
    at = run(text, host + 1, end, IN_LITERAL);
    // An IPv6 address or a future form needs at least two characters; what they mean is for whoever connects to it.
    if (at - host < 3 || text.charCodeAt(at) !== 0x5d) return false;
    at += 1;
  } else {
    at = run(text, host, end, IN_HOST);
  }
  if (at < end && text.charCodeAt(at) === 0x3a) at = run(text, at + 1, end, IN_PORT);
  return at === end;
}

/** Where the characters of a table end. A percent sign that does not begin an escape is not one of them. */
function run(text: string, from: number, end: number, table: Uint8Array): number {
  for (let at = from; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127 || table[unit] === 0) return at;
    if (unit !== 0x25) continue;
    if (at + 2 >= end || !isHex(text.charCodeAt(at + 1)) || !isHex(text.charCodeAt(at + 2))) return at;
    at += 2;
  }
  return end;
}

function isHex(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x66);
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
