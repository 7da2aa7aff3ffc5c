import { pathProblem } from "./path-problem.ts";

/** Where a request goes, taken apart once, so that what is checked is what is used. */
export interface Target {
  /** Without fragment. */
  readonly url: URL;
  /** Lower case and punycode; an IPv6 address without its brackets. */
  readonly host: string;
  /** Whether the host is an address and no name. */
  readonly isAddress: boolean;
  readonly port: number;
  readonly isSecure: boolean;
  readonly path: string;
}

const MAX_URL_CHARS = 8192;
const MAX_HOST_CHARS = 253;

// The URL standard drops tabs and line breaks, trims spaces and turns backslashes into slashes. Others do not, and a
// filter in front of them or a server behind would see another URL.
// oxlint-disable-next-line no-control-regex -- control characters are what it is about.
const AMBIGUOUS = /[\u0000-\u0020\u007f\\]/;
const ABSOLUTE = /^https?:\/\/[^/?#]/i;
const SCHEME_AND_AUTHORITY = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#]*))?/i;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const NAME = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/**
 * Reads the URL of a request, or with `base` the location of a redirect. Answers a text that says what is wrong with one that
 * other software could read in another way than this.
 */
export function parseTarget(text: string, base?: URL): Target | string {
  if (text.length > MAX_URL_CHARS) return `is longer than ${MAX_URL_CHARS} characters`;
  if (AMBIGUOUS.test(text)) return "has a space, a control character or a backslash; percent-encode it";
  if (base === undefined && !ABSOLUTE.test(text)) return "must begin with https://, or http:// where a rule allows it";
  const [prefix, authority = ""] = SCHEME_AND_AUTHORITY.exec(text) ?? [""];
  if (authority.includes("@")) return "has a user name or password; send a header instead";
  const rawPath = text.slice(prefix.length).split(/[?#]/, 1)[0] ?? "";
  // A redirect may lead to ../x, which is resolved before its rules are looked at. What is encoded would not be.
  const problem = pathProblem(rawPath, base !== undefined);
  if (problem !== undefined) return problem;
  const url = parseUrl(text, base);
  return url === undefined ? "is no URL" : targetOf(url);
}

function parseUrl(text: string, base: URL | undefined): URL | undefined {
  try {
    const url = new URL(text, base);
    url.hash = "";
    return url;
  } catch {
    // All that the platform says is that it cannot be read.
    return undefined;
  }
}

function targetOf(url: URL): Target | string {
  const { protocol, hostname, port, pathname } = url;
  if (protocol !== "https:" && protocol !== "http:") return "has a scheme other than https and http";
  if (url.username !== "" || url.password !== "") return "has a user name or password; send a header instead";
  if (hostname.endsWith(".")) return "has a host that ends with a dot; leave it out";
  const isV6 = hostname.startsWith("[");
  const isAddress = isV6 || IPV4.test(hostname);
  if (!isAddress && (hostname.length > MAX_HOST_CHARS || !NAME.test(hostname)))
    return "has a host with other characters than letters, digits, hyphens and dots";
  const isSecure = protocol === "https:";
  return {
    url,
    host: isV6 ? hostname.slice(1, -1) : hostname,
    isAddress,
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
    isSecure,
    path: pathname,
  };
}
