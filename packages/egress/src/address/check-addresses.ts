import { egressError } from "../errors.ts";
import { classifyAddress, type ParsedAddress, parseAddress } from "./address-class.ts";
import { GRANTABLE, type Network } from "./special-ranges.ts";

// More than one DNS answer has room for in practice; a longer list is no answer of a host that is meant to be found.
const MAX_ADDRESSES = 256;

/**
 * Answers the address to connect to: the first, once all of them may be reached. One that may not refuses the host, since
 * whoever mixes public and private addresses wants the private one reached. `granted` holds, for each list of rules, the
 * networks that it opens; a private address must be in a network of every list.
 */
export function checkAddresses(addresses: readonly string[], granted: readonly (readonly Network[])[]): string {
  const [first] = addresses;
  if (first === undefined) throw egressError("egress/unresolved", { reason: "no address" });
  if (addresses.length > MAX_ADDRESSES) throw egressError("egress/unresolved", { reason: "too many addresses" });
  for (const address of addresses) {
    const found = classifyAddress(address);
    if (found === "public" || (found !== "a metadata address" && isGranted(address, granted))) continue;
    throw egressError("egress/address-refused", { found });
  }
  return first;
}

/** Reads a network that a rule opens. Throws a `RangeError` for one that no rule can open, or not as a whole. */
export function parseGrantedNetwork(cidr: string): Network {
  const [, text = "", bits = ""] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(cidr) ?? [];
  const base = parseAddress(text);
  const prefix = Number(bits);
  const isInside = GRANTABLE.some((outer) => base !== undefined && prefix >= outer[1] && isWithin(base, outer));
  // With bits behind the prefix it could be meant as that one address or as all of the network.
  if (base === undefined || !isInside || lowBits(base.toByteArray(), prefix) !== 0)
    throw new RangeError(
      `allowPrivate takes networks such as "10.1.0.0/16", inside of 10/8, 172.16/12, 192.168/16, 100.64/10, 127/8, ::1 or fc00::/7, and was given ${JSON.stringify(cidr)}.`,
    );
  return [base, prefix];
}

// How many of the bits behind a prefix are set; -1 if the prefix is longer than the address.
function lowBits(bytes: readonly number[], prefix: number): number {
  if (prefix > bytes.length * 8) return -1;
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.slice(prefix).replaceAll("0", "").length;
}

function isGranted(text: string, granted: readonly (readonly Network[])[]): boolean {
  const address = parseAddress(text);
  if (address === undefined || granted.length === 0) return false;
  return granted.every((networks) => networks.some((network) => isWithin(address, network)));
}

function isWithin(address: ParsedAddress, network: Network): boolean {
  return address.kind() === network[0].kind() && address.match(network);
}
