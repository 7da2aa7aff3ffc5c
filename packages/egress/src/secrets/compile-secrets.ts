import { type HostPattern, parseHostPattern } from "../rules/host-pattern.ts";
import type { EgressSecret } from "./egress-secret.ts";

/** A secret that was checked. */
export interface CompiledSecret {
  readonly name: string;
  readonly value: string;
  readonly hosts: readonly HostPattern[];
}

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const SENDABLE = /^[\u0021-\u007e](?:[\u0020-\u007e]*[\u0021-\u007e])?$/;
const MIN_BYTES = 8;
const MAX_BYTES = 8192;
const MAX_SECRETS = 100;

/**
 * Checks secrets. Throws a `TypeError` or `RangeError` that tells the name of the one that cannot be and never its value. A
 * short one is refused: it would be found by chance in what has nothing to do with it.
 */
export function compileSecrets(secrets: readonly EgressSecret[]): ReadonlyMap<string, CompiledSecret> {
  if (!Array.isArray(secrets)) throw new TypeError(`secrets must be an array, and is ${typeof secrets}.`);
  if (secrets.length > MAX_SECRETS)
    throw new RangeError(`There may be ${MAX_SECRETS} secrets, and there are ${secrets.length}.`);
  const compiled = new Map<string, CompiledSecret>();
  for (const { name, value, hosts } of secrets as readonly EgressSecret[]) {
    if (typeof name !== "string" || !NAME.test(name))
      throw new RangeError("A secret's name has 1 to 64 letters, digits, _, . and -, and one that was given has not.");
    if (compiled.has(name)) throw new RangeError(`There are two secrets with the name ${name}.`);
    if (typeof value !== "string") throw new TypeError(`The secret ${name} must be a string, and is ${typeof value}.`);
    const bytes = Buffer.byteLength(value);
    if (bytes < MIN_BYTES || bytes > MAX_BYTES)
      throw new RangeError(`The secret ${name} must take ${MIN_BYTES} to ${MAX_BYTES} bytes, and takes ${bytes}.`);
    if (!Array.isArray(hosts)) throw new TypeError(`hosts of the secret ${name} must be an array.`);
    if (hosts.length > 0 && !SENDABLE.test(value))
      throw new RangeError(
        `The secret ${name} is sent in headers, so it must be printable ASCII without spaces around it.`,
      );
    compiled.set(name, Object.freeze({ name, value, hosts: hosts.map(parseHostPattern) }));
  }
  return compiled;
}
