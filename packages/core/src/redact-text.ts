/** What stands in place of a secret. */
export const REDACTED = "[redacted]";

const SECRET_NAMES =
  "authorization|password|passwd|passphrase|pwd|secret|token|cookie|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential|connection[-_.]?string|session[-_.]?id";

// Whole names that are too short to look for inside others: "pass" would also hit "passed".
const SECRET_EXACT = new Set(["auth", "authentication", "pass", "jwt", "bearer", "dsn", "signature"]);
const SECRET_NAME = new RegExp(SECRET_NAMES.replaceAll("[-_.]?", ""));
const MAX_NAME_CHARS = 200;

/** True for a field name that looks like that of a secret, in any case and with any of ` -_.` between its words. */
export function isSecretName(name: string): boolean {
  // No honest field has such a name, so nothing is lost by hiding what it holds.
  if (name.length > MAX_NAME_CHARS) return true;
  const plain = plainName(name);
  return SECRET_NAME.test(plain) || SECRET_EXACT.has(plain);
}

/** A field name without what does not matter: case and ` -_.`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, "");
}

// One quoted value, also inside quoted JSON, or else everything up to a separator. An open quote runs to the end: the text
// may have been cut.
const VALUE = String.raw`(?:"(?:[^"\\]|\\.)*(?:"|$)|\\+"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s,;&]+)`;

// Each is written so that matching takes time in proportion to the text, whoever wrote the text: every run is either
// bounded or, once begun, always part of a match.
const PEM_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z0-9 ]{0,40}-----|[\s\S]*)/g;
const SCHEME_AND_VALUE = /\b(bearer[\s:=]{1,4}\S+|(?:basic|digest|negotiate)\s{1,4}[\w.~+/=-]{8,})/gi;
const KNOWN_TOKEN =
  /(?:cordon_|gh[pousr]_|github_pat_|glpat-|xox[abposr]-|\bsk-|npm_)[\w-]{20,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{8,}(?:\.[\w-]*)*/g;
const URL_REST = /:\/\/\S+/g;
const HEADER_LINE = /\b(authorization|cookie)("?\s{0,4}[:=])[^\r\n]*/gi;
const NAME_AND_VALUE = new RegExp(
  String.raw`((?:${SECRET_NAMES})[\w-]{0,32}["'\\]{0,8}\s{0,4}[:=]\s{0,4})${VALUE}`,
  "gi",
);

// Nothing that is shorter can hold one of the patterns. Anything else must hold one of these marks to be looked at closely.
const MIN_CHARS = 5;
const MARK = /[:=]|\w_|\w-|eyJ|AKIA|bearer|basic|digest|negotiate/i;

/**
 * Replaces what looks like a secret inside a text: bearer and basic credentials, tokens of known shapes, JSON web tokens,
 * private keys, passwords in URLs, and the values of names such as `password=` or `"api_key":`. It would rather hide too
 * much. Takes time in proportion to the text's length.
 */
export function redactText(text: string): string {
  if (text.length < MIN_CHARS || !MARK.test(text)) return text;
  return text
    .replace(PEM_KEY, REDACTED)
    .replace(SCHEME_AND_VALUE, (match) => `${match.slice(0, match.search(/[\s:=]/))} ${REDACTED}`)
    .replace(KNOWN_TOKEN, REDACTED)
    .replace(URL_REST, hideUserInfo)
    .replace(HEADER_LINE, `$1$2 ${REDACTED}`)
    .replace(NAME_AND_VALUE, `$1${REDACTED}`);
}

// Up to the last @, as people write passwords with an unescaped @ or / in them.
function hideUserInfo(rest: string): string {
  const at = rest.lastIndexOf("@");
  return at === -1 ? rest : `://${REDACTED}${rest.slice(at)}`;
}
