import fc from "fast-check";
import { expect, test } from "vitest";
import { classifyAddress, parseAddress } from "./address-class.ts";

/** First and last address of each network that is not public, and what lies right before and behind it where that is public. */
const IPV4_EDGES: readonly (readonly [inside: readonly string[], outside: readonly string[]])[] = [
  [["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  [
    ["10.0.0.0", "10.255.255.255"],
    ["9.255.255.255", "11.0.0.0"],
  ],
  [
    ["100.64.0.0", "100.127.255.255"],
    ["100.63.255.255", "100.128.0.0"],
  ],
  [
    ["127.0.0.0", "127.255.255.255"],
    ["126.255.255.255", "128.0.0.0"],
  ],
  [
    ["169.254.0.0", "169.254.255.255"],
    ["169.253.255.255", "169.255.0.0"],
  ],
  [
    ["172.16.0.0", "172.31.255.255"],
    ["172.15.255.255", "172.32.0.0"],
  ],
  [
    ["192.0.0.0", "192.0.0.255", "192.0.2.0", "192.0.2.255"],
    ["191.255.255.255", "192.0.1.0", "192.0.3.0"],
  ],
  [
    ["192.31.196.0", "192.31.196.255"],
    ["192.31.195.255", "192.31.197.0"],
  ],
  [
    ["192.52.193.0", "192.52.193.255"],
    ["192.52.192.255", "192.52.194.0"],
  ],
  [
    ["192.88.99.0", "192.88.99.255"],
    ["192.88.98.255", "192.88.100.0"],
  ],
  [
    ["192.168.0.0", "192.168.255.255"],
    ["192.167.255.255", "192.169.0.0"],
  ],
  [
    ["192.175.48.0", "192.175.48.255"],
    ["192.175.47.255", "192.175.49.0"],
  ],
  [
    ["198.18.0.0", "198.19.255.255"],
    ["198.17.255.255", "198.20.0.0"],
  ],
  [
    ["198.51.100.0", "198.51.100.255"],
    ["198.51.99.255", "198.51.101.0"],
  ],
  [
    ["203.0.113.0", "203.0.113.255"],
    ["203.0.112.255", "203.0.114.0"],
  ],
  [["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"], ["223.255.255.255"]],
  [["168.63.129.16"], ["168.63.129.15", "168.63.129.17"]],
];

test.each(IPV4_EDGES)("%j are not public, and %j are", (inside, outside) => {
  expect(inside.filter((address) => classifyAddress(address) === "public")).toEqual([]);
  expect(outside.filter((address) => classifyAddress(address) !== "public")).toEqual([]);
});

test.each([
  ["0.0.0.0", "a reserved address"],
  ["10.1.2.3", "a private address"],
  ["100.64.0.1", "a shared address of a carrier"],
  ["127.0.0.1", "a loopback address"],
  ["169.254.1.1", "a link-local address"],
  ["172.16.0.1", "a private address"],
  ["192.0.0.1", "a reserved address"],
  ["192.0.0.192", "a metadata address"],
  ["192.0.2.1", "a documentation address"],
  ["192.88.99.1", "an address that stands for another"],
  ["192.168.0.1", "a private address"],
  ["198.51.100.1", "a documentation address"],
  ["203.0.113.1", "a documentation address"],
  ["224.0.0.1", "a multicast address"],
  ["255.255.255.255", "a reserved address"],
  ["::1", "a loopback address"],
  ["::", "an address that stands for another"],
  ["::7f00:1", "an address that stands for another"],
  ["::ffff:8.8.8.8", "an address that stands for another"],
  ["64:ff9b::8.8.8.8", "an address that stands for another"],
  ["64:ff9b:1::1", "an address that stands for another"],
  ["1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a reserved address"],
  ["2000::", "public"],
  ["2001:1ff:ffff::", "a reserved address"],
  ["2001:200::", "public"],
  ["2001::1", "an address that stands for another"],
  ["2001:1::1", "a reserved address"],
  ["2001:db7:ffff::", "public"],
  ["2001:db8::", "a documentation address"],
  ["2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "a documentation address"],
  ["2001:db9::", "public"],
  ["2002::", "an address that stands for another"],
  ["2003::", "public"],
  ["2620:4f:8000:ffff::", "a reserved address"],
  ["2620:4f:8001::", "public"],
  ["3ffe:ffff::", "public"],
  ["3fff::", "a documentation address"],
  ["3fff:fff:ffff::", "a documentation address"],
  ["3fff:1000::", "public"],
  ["4000::", "a reserved address"],
  ["fbff::", "a reserved address"],
  ["fc00::", "a private address"],
  ["fdff:ffff::", "a private address"],
  ["fe00::", "a reserved address"],
  ["fe80::", "a link-local address"],
  ["febf::", "a link-local address"],
  ["fec0::", "a private address"],
  ["feff::", "a private address"],
  ["ff00::", "a multicast address"],
  ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "a multicast address"],
  ["fd00:ec2::254", "a metadata address"],
  ["FD00:0EC2:0:0:0:0:0:0254", "a metadata address"],
])("%s is %s", (address, found) => {
  expect(classifyAddress(address)).toBe(found);
});

test.each([
  "",
  "1",
  "1.2.3",
  "01.2.3.4",
  "1.2.3.4.5",
  "256.1.1.1",
  "0x7f.0.0.1",
  "fe80::1%eth0",
  "[::1]",
  "::1::",
  " ::1",
  "1.2.3.4 ",
  ":",
  "a.test",
])("%j is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
  expect(classifyAddress(text)).toBe("no address");
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
      classifyAddress(text);
    }),
  );
});

test("whatever has an IPv4 address inside is never public", () => {
  fc.assert(
    fc.property(fc.nat(0xff_ff), fc.nat(0xff_ff), (high, low) => {
      const tail = `${high.toString(16)}:${low.toString(16)}`;
      const forms = [
        `::${tail}`,
        `::ffff:${tail}`,
        `::ffff:0:${tail}`,
        `64:ff9b::${tail}`,
        `2002:${tail}::`,
        `2001::${tail}`,
      ];
      expect(forms.filter((form) => classifyAddress(form) === "public")).toEqual([]);
    }),
  );
});
