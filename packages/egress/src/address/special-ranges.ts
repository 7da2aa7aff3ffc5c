import ipaddr from "ipaddr.js";

/** Why an address is none of the public internet. */
export type RefusedAddress =
  | "a loopback address"
  | "a private address"
  | "a shared address of a carrier"
  | "a link-local address"
  | "a metadata address"
  | "a multicast address"
  | "a documentation address"
  | "an address that stands for another"
  | "a reserved address"
  | "no address";

/** A network, as an address of it and the length of its prefix. */
export type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** A network of which nothing is public. */
export interface SpecialRange {
  readonly network: Network;
  readonly found: RefusedAddress;
}

/**
 * IPv4 networks that are not of the public internet: IANA's special-purpose registry, multicast and 240/4.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export const IPV4_RANGES: readonly SpecialRange[] = rangesOf([
  ["0.0.0.0/8", "a reserved address"],
  ["10.0.0.0/8", "a private address"],
  ["100.64.0.0/10", "a shared address of a carrier"],
  ["127.0.0.0/8", "a loopback address"],
  ["169.254.0.0/16", "a link-local address"],
  ["172.16.0.0/12", "a private address"],
  ["192.0.0.0/24", "a reserved address"],
  ["192.0.2.0/24", "a documentation address"],
  ["192.31.196.0/24", "a reserved address"],
  ["192.52.193.0/24", "a reserved address"],
  ["192.88.99.0/24", "an address that stands for another"],
  ["192.168.0.0/16", "a private address"],
  ["192.175.48.0/24", "a reserved address"],
  ["198.18.0.0/15", "a reserved address"],
  ["198.51.100.0/24", "a documentation address"],
  ["203.0.113.0/24", "a documentation address"],
  ["224.0.0.0/4", "a multicast address"],
  ["240.0.0.0/4", "a reserved address"],
]);

/** The same for IPv6. What has an IPv4 address inside is refused whole: what it leads to depends on who translates it. */
export const IPV6_RANGES: readonly SpecialRange[] = rangesOf([
  ["::1/128", "a loopback address"],
  ["::/96", "an address that stands for another"],
  ["::ffff:0:0/96", "an address that stands for another"],
  ["::ffff:0:0:0/96", "an address that stands for another"],
  ["64:ff9b::/96", "an address that stands for another"],
  ["64:ff9b:1::/48", "an address that stands for another"],
  ["100::/64", "a reserved address"],
  ["100:0:0:1::/64", "a reserved address"],
  ["2001::/32", "an address that stands for another"],
  ["2001::/23", "a reserved address"],
  ["2001:db8::/32", "a documentation address"],
  ["2002::/16", "an address that stands for another"],
  ["2620:4f:8000::/48", "a reserved address"],
  ["3fff::/20", "a documentation address"],
  ["5f00::/16", "a reserved address"],
  ["fc00::/7", "a private address"],
  ["fe80::/10", "a link-local address"],
  ["fec0::/10", "a private address"],
  ["ff00::/8", "a multicast address"],
]);

/** The only part of IPv6 that is given out for the public internet. */
export const IPV6_PUBLIC: Network = ipaddr.parseCIDR("2000::/3");

/** The networks inside of which a rule may name one of its own. Link-local is none: clouds keep their credentials there. */
export const GRANTABLE: readonly Network[] = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "::1/128",
  "fc00::/7",
].map((cidr) => ipaddr.parseCIDR(cidr));

/** Where clouds hand out credentials, in networks that would else be public or could be granted. Nothing opens them. */
export const METADATA_ADDRESSES: ReadonlySet<string> = new Set(
  [
    "100.100.100.200", // Alibaba
    "168.63.129.16", // Azure's wire server
    "169.254.169.254",
    "169.254.170.2", // tasks of AWS
    "169.254.170.23", // pods of AWS
    "192.0.0.192", // Oracle
    "fd00:42::42", // Scaleway
    "fd00:ec2::23",
    "fd00:ec2::254",
    "fd20:ce::254", // Google
    "fe80::a9fe:a9fe",
  ].map((address) => ipaddr.parse(address).toNormalizedString()),
);

function rangesOf(table: readonly (readonly [cidr: string, found: RefusedAddress])[]): readonly SpecialRange[] {
  return table.map(([cidr, found]) => ({ network: ipaddr.parseCIDR(cidr), found }));
}
