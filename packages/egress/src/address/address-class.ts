import ipaddr from "ipaddr.js";
import { IPV4_RANGES, IPV6_PUBLIC, IPV6_RANGES, METADATA_ADDRESSES, type RefusedAddress } from "./special-ranges.ts";

/** What kind of network an address is of. */
export type AddressClass = "public" | RefusedAddress;

/** An address in one of its text forms, taken apart. */
export type ParsedAddress = ipaddr.IPv4 | ipaddr.IPv6;

// The library also reads 0177.1 and 2130706433. No resolver answers so, and what others read differently is not read at all.
const IPV4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const IPV6 = /^[0-9a-f:.]{2,45}$/i;

/** Reads an IPv4 address of four plain decimal numbers, or an IPv6 address without zone. Anything else is `undefined`. */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (IPV4.test(text)) return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text) : undefined;
  if (!IPV6.test(text) || !text.includes(":") || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text);
}

/** Says whether an address is of the public internet, and what it is if not. What is not known to be public is not. */
export function classifyAddress(text: string): AddressClass {
  const address = parseAddress(text);
  if (address === undefined) return "no address";
  if (METADATA_ADDRESSES.has(address.toNormalizedString())) return "a metadata address";
  const ranges = address.kind() === "ipv4" ? IPV4_RANGES : IPV6_RANGES;
  for (const { network, found } of ranges) if (address.match(network)) return found;
  if (address.kind() === "ipv6" && !address.match(IPV6_PUBLIC)) return "a reserved address";
  // The library's own list is a second opinion: it may learn of a range before ours does.
  return address.range() === "unicast" ? "public" : "a reserved address";
}
