import { parseAddress } from "../address/address-class.ts";
import { parseTarget, type Target } from "../request/target.ts";

/** Which hosts a rule or a secret is for. */
export interface HostPattern {
  readonly text: string;
  readonly matches: (target: Pick<Target, "host">) => boolean;
}

/**
 * Reads `api.example.com`, `*.example.com` or one exact address. Throws a `RangeError` for anything else, such as a port, a
 * pattern that is wider, or an address in another form than the one it would be compared in.
 */
export function parseHostPattern(host: unknown): HostPattern {
  if (typeof host !== "string") throw new TypeError(`A host must be a string, and is ${typeof host}.`);
  const isWild = host.startsWith("*.");
  const name = isWild ? host.slice(2) : host;
  const address = parseAddress(name);
  const target = parseTarget(`https://${address?.kind() === "ipv6" ? `[${name}]` : name}/`);
  if (
    typeof target === "string" ||
    target.url.port !== "" ||
    target.path !== "/" ||
    /[/?#:%]/.test(address ? "" : name)
  )
    throw new RangeError(
      `A host is a name such as "api.example.com", with nothing before or after it, and not "${host}".`,
    );
  if (isWild && (target.isAddress || !target.host.includes(".")))
    throw new RangeError(`A pattern is "*." before a name with a dot, such as "*.example.com", and not "${host}".`);
  if (target.isAddress && target.host !== name)
    throw new RangeError(`Write the address "${host}" as "${target.host}".`);
  const text = isWild ? `*.${target.host}` : target.host;
  const suffix = `.${target.host}`;
  return {
    text,
    matches: isWild
      ? // No address ends like a name: the URL standard reads whatever ends with a number as one, or refuses it.
        ({ host: found }) => found.endsWith(suffix)
      : ({ host: found }) => found === target.host,
  };
}
