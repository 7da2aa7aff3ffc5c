import { IPV4_URLS, IPV6_URLS } from "./_ssrf-addresses.ts";

/** A way to make egress reach what it must not. Each is sent under a grant that is as wide as rules can be. */
export interface SsrfCase {
  readonly name: string;
  readonly url: string;
  /** The code that it is refused with. */
  readonly code: string;
  /** What the URL's host resolves to, if it is not to be an address of the public internet. */
  readonly addresses?: readonly string[];
  /** What the host answers with, one after the other: places to go on to. */
  readonly redirects?: readonly string[];
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const INVALID = "egress/invalid";
const DENIED = "egress/denied";
const REFUSED = "egress/address-refused";
const REDIRECT = "egress/redirect-refused";

/** Hosts as the grant's rules name them, besides `*.example.com`: an operator who names these makes a mistake, and no more. */
export const NAMED_HOSTS: readonly string[] = [
  "localhost",
  "metadata.google.internal",
  "instance-data",
  "intranet",
  "kubernetes.default.svc",
];

const urls = (code: string, list: Readonly<Record<string, string>>): readonly SsrfCase[] =>
  Object.entries(list).map(([name, url]) => ({ name, url, code }));

const PLAIN = "https://api.example.com/";

const unreadable = urls(INVALID, {
  "zone id": "https://[fe80::1%25eth0]/",
  "zone id, not encoded": "https://[fe80::1%eth0]/",
  "IPv4 with five parts": "https://127.0.0.1.1/",
  "IPv4 part over 255": "https://256.0.0.1/",
  "IPv4 inside brackets": "https://[127.0.0.1]/",
  "user before the host": "https://api.example.com@127.0.0.1/",
  "user and password": "https://user:pass@api.example.com/",
  "empty user": "https://@127.0.0.1/",
  "encoded user": "https://api.example.com%40127.0.0.1/",
  "two users": "https://a@b@api.example.com/",
  "backslash for the host's end": "https://api.example.com\\@127.0.0.1/",
  "backslashes for slashes": "https:\\\\127.0.0.1\\",
  "tab in the host": "https://127.0.\t0.1/",
  "line break in the host": "https://api.example\n.com/",
  "carriage return in the path": "https://api.example.com/\r\nHost: 127.0.0.1",
  "space before": " https://127.0.0.1/",
  "space within": "https://api.example.com /",
  "NUL in the host": "https://api.example.com\u0000.127.0.0.1/",
  "encoded NUL in the host": "https://api.example.com%00.127.0.0.1/",
  "encoded line break in the host": "https://api.example.com%0d%0a.127.0.0.1/",
  "encoded slash in the host": "https://api.example.com%2f@127.0.0.1/",
  "encoded question mark in the host": "https://127.0.0.1%3f.example.com/",
  "fullwidth slash in the host": "https://127.0.0.1／.example.com/",
  "fullwidth number sign in the host": "https://127.0.0.1＃.example.com/",
  "fullwidth at sign": "https://api.example.com＠127.0.0.1/",
  "account-of sign in the host": "https://127.0.0.1℀.example.com/",
  "dot at the end": "https://api.example.com./",
  "dots at the end": "https://api.example.com../",
  "empty label": "https://api..example.com/",
  "no slashes": "https:127.0.0.1/",
  "one slash": "https:/127.0.0.1/",
  "three slashes": "https:///127.0.0.1/",
  "no scheme": "//127.0.0.1/",
  "no host": "https:///",
  file: "file:///etc/passwd",
  "file on a host": "file://127.0.0.1/etc/passwd",
  data: "data:text/plain,hello",
  gopher: "gopher://127.0.0.1:6379/_FLUSHALL",
  dict: "dict://127.0.0.1:11211/stat",
  ftp: "ftp://127.0.0.1/",
  ldap: "ldap://127.0.0.1/",
  blob: "blob:https://127.0.0.1/0b9c2d4e",
  javascript: "javascript:fetch('https://127.0.0.1')",
  websocket: "ws://127.0.0.1/",
  "secure websocket": "wss://127.0.0.1/",
  jar: "jar:https://127.0.0.1!/",
  "port above 65535": "https://api.example.com:65616/",
  "negative port": "https://api.example.com:-1/",
  "port that is a name": "https://api.example.com:https/",
  "host of over 253 characters": `https://${"a.".repeat(130)}example.com/`,
  "URL of over 8192 characters": `https://api.example.com/${"a".repeat(9000)}`,
  nothing: "",
  "climbing path": "https://api.example.com/public/../admin",
  "climbing path, encoded": "https://api.example.com/public/%2e%2e/admin",
  "climbing path, half encoded": "https://api.example.com/public/.%2E/admin",
  "climbing path, encoded twice": "https://api.example.com/public/%252e%252e/admin",
  "climbing path, encoded slash": "https://api.example.com/public/..%2fadmin",
  "climbing path, encoded backslash": "https://api.example.com/public/..%5cadmin",
  "climbing path with a parameter": "https://api.example.com/public/..;/admin",
  "climbing path with an encoded parameter": "https://api.example.com/public/..%3b/admin",
  "climbing path in overlong UTF-8": "https://api.example.com/public/%c0%ae%c0%ae/admin",
  "climbing path in fullwidth dots": "https://api.example.com/public/%ef%bc%8e%ef%bc%8e/admin",
  "climbing path in a two dot leader": "https://api.example.com/public/‥/admin",
  "slash of another script": "https://api.example.com/public／..／admin",
  "path in the encoding of old servers": "https://api.example.com/public/%u002e%u002e/admin",
  "NUL in the path": "https://api.example.com/public%00/../admin",
});

const unlisted = urls(DENIED, {
  "host with the allowed one before": "https://api.example.com.evil.test/",
  "host with the allowed one behind": "https://evilexample.com/",
  "the domain itself under a wildcard": "https://example.com/",
  "allowed host in the path": "https://evil.test/api.example.com/",
  "allowed host in the query": "https://evil.test/?api.example.com",
  "allowed host in the fragment": "https://evil.test/#.example.com",
  "another script's letters": "https://аpi.exаmple.com/",
  "port that no rule has": "https://api.example.com:22/",
  "port zero": "https://api.example.com:0/",
  "http at the port of https": "http://plain.example.com:443/",
});

const answered: readonly SsrfCase[] = [
  ...Object.entries({
    loopback: ["127.0.0.1"],
    "a private address": ["10.0.0.5"],
    metadata: ["169.254.169.254"],
    "a carrier's address": ["100.64.1.1"],
    "this network": ["0.0.0.0"],
    "IPv6 loopback": ["::1"],
    "a mapped address": ["::ffff:10.0.0.1"],
    "an address with a zone": ["fe80::1%eth0"],
    "a unique local address": ["fd00::1"],
    NAT64: ["64:ff9b::a00:1"],
    "a public and a private address": ["93.184.215.14", "10.0.0.5"],
    "a private and a public address": ["10.0.0.5", "93.184.215.14"],
    "public IPv4 and private IPv6": ["93.184.215.14", "fd00::1"],
    "an address in octal": ["0177.0.0.1"],
    "an address as one number": ["2130706433"],
    "a name": ["localhost"],
    "nothing that is text": [""],
  }).map(([what, addresses]) => ({ name: `name that resolves to ${what}`, url: PLAIN, addresses, code: REFUSED })),
  { name: "localhost", url: "http://localhost/", addresses: ["127.0.0.1", "::1"], code: REFUSED },
  { name: "LOCALHOST", url: "http://LOCALHOST/", addresses: ["127.0.0.1"], code: REFUSED },
  { name: "name of metadata", url: "http://metadata.google.internal/", addresses: ["169.254.169.254"], code: REFUSED },
  { name: "name of metadata, in short", url: "http://instance-data/", addresses: ["169.254.169.254"], code: REFUSED },
  { name: "name of the house", url: "http://intranet/", addresses: ["192.168.0.10"], code: REFUSED },
  { name: "name of a cluster", url: "https://kubernetes.default.svc/", addresses: ["10.96.0.1"], code: REFUSED },
  {
    name: "name with an address in it",
    url: "https://127.0.0.1.example.com/",
    addresses: ["127.0.0.1"],
    code: REFUSED,
  },
  { name: "name that resolves to nothing", url: PLAIN, addresses: [], code: "egress/unresolved" },
];

const redirected: readonly SsrfCase[] = Object.entries({
  loopback: [["http://127.0.0.1/"], REFUSED],
  metadata: [["http://169.254.169.254/latest/meta-data/"], REFUSED],
  "loopback as one number": [["//2130706433/"], REFUSED],
  "IPv6 loopback": [["https://[::1]/"], REFUSED],
  "a mapped address": [["https://[::ffff:10.0.0.1]/"], REFUSED],
  "a name of the house": [["https://private.example.com/"], REFUSED],
  "loopback, after two that are allowed": [["/a", "https://b.example.com/", "https://127.0.0.1/"], REFUSED],
  "another host": [["https://evil.test/"], DENIED],
  "another host, without scheme": [["//evil.test/"], DENIED],
  "another port": [["https://api.example.com:22/"], DENIED],
  "a file": [["file:///etc/passwd"], REDIRECT],
  gopher: [["gopher://127.0.0.1/"], REDIRECT],
  data: [["data:text/html,hello"], REDIRECT],
  "a script": [["javascript:alert(1)"], REDIRECT],
  "a user": [["https://api.example.com@127.0.0.1/"], REDIRECT],
  "a host behind backslashes": [["/\\127.0.0.1/"], REDIRECT],
  "a host behind a tab": [["/\t/127.0.0.1/"], REDIRECT],
  "an encoded climb": [["/public/%2e%2e/admin"], REDIRECT],
  "a header": [["/a\r\nx: y"], REDIRECT],
  "a host with a dot at its end": [["https://api.example.com./"], REDIRECT],
  "nowhere that can be read": [["https://[/"], REDIRECT],
  "itself for ever": [["/", "/", "/", "/", "/", "/"], REDIRECT],
} satisfies Record<string, [string[], string]>).map(([what, [redirects, code]]) => ({
  name: `redirect to ${what}`,
  url: PLAIN,
  redirects,
  code,
}));

const requests: readonly SsrfCase[] = [
  ...["CONNECT", "connect", "TRACE", "TRACK", "get", "GET ", "PRI", "GET / HTTP/1.1\r\nx:", ""].map((method) => ({
    name: `method ${JSON.stringify(method)}`,
    url: PLAIN,
    method,
    code: INVALID,
  })),
  { name: "CONNECT with an authority", url: "127.0.0.1:22", method: "CONNECT", code: INVALID },
  ...Object.entries({
    host: "127.0.0.1",
    Host: "127.0.0.1",
    "transfer-encoding": "chunked",
    "content-length": "0",
    connection: "close, x-real-ip",
    "proxy-connection": "keep-alive",
    "proxy-authorization": "Basic eA==",
    upgrade: "h2c",
    "http2-settings": "AAMAAABk",
    expect: "100-continue",
    te: "trailers",
    trailer: "x",
    "keep-alive": "timeout=1000",
    "accept-encoding": "gzip",
    "x-forwarded-host": "127.0.0.1",
    "x-forwarded-for": "127.0.0.1",
    forwarded: "host=127.0.0.1",
    "x-http-method-override": "DELETE",
    "x-original-url": "/admin",
    "x-rewrite-url": "/admin",
    "x-a\r\nhost": "127.0.0.1",
    "x a": "1",
    "host ": "127.0.0.1",
    "": "1",
    "x-b": "1\r\nhost: 127.0.0.1",
    "x-c": "1\nhost: 127.0.0.1",
    "x-d": "1\u0000",
    "x-e": "嘊嘍host: 127.0.0.1",
  }).map(([name, value]) => ({
    name: `header ${JSON.stringify(name)} with ${JSON.stringify(value)}`,
    url: PLAIN,
    headers: { [name]: value },
    code: INVALID,
  })),
];

/** Every case. */
export const SSRF_CORPUS: readonly SsrfCase[] = [
  ...urls(REFUSED, IPV4_URLS),
  ...urls(REFUSED, IPV6_URLS),
  ...unreadable,
  ...unlisted,
  ...answered,
  ...redirected,
  ...requests,
];
