import { expect, test } from "vitest";
import { checkAddresses, parseGrantedNetwork } from "./check-addresses.ts";

const opened = (...cidrs: readonly string[]): ReturnType<typeof parseGrantedNetwork>[] =>
  cidrs.map(parseGrantedNetwork);

test("the first address is the one to connect to", () => {
  expect(checkAddresses(["8.8.8.8", "1.1.1.1"], [])).toBe("8.8.8.8");
});

test("a private address is reached only through a network that every list of rules opens", () => {
  const both = [opened("10.1.0.0/16"), opened("10.0.0.0/8")];
  expect(checkAddresses(["10.1.2.3"], both)).toBe("10.1.2.3");
  for (const granted of [[], [[]], [opened("10.1.0.0/16"), []], [opened("10.2.0.0/16"), opened("10.0.0.0/8")]])
    expect(() => checkAddresses(["10.1.2.3"], granted)).toThrow(/private address/);
});

test("an opened network opens nothing beside it", () => {
  expect(() => checkAddresses(["10.1.2.3", "192.168.0.1"], [opened("10.1.0.0/16")])).toThrow(/private address/);
  expect(() => checkAddresses(["::ffff:10.1.2.3"], [opened("10.1.0.0/16")])).toThrow(/stands for another/);
});

test("metadata addresses stay closed, whatever is opened", () => {
  expect(() => checkAddresses(["100.100.100.200"], [opened("100.64.0.0/10")])).toThrow(/metadata/);
  expect(() => checkAddresses(["fd00:ec2::254"], [opened("fc00::/7")])).toThrow(/metadata/);
});

test("an error says what kind of address it was, and never which", () => {
  expect(() => checkAddresses(["10.77.88.99"], [])).toThrow(/^(?!.*77).*a private address/);
});

test.each([
  "10.0.0.0/7",
  "10.0.0.0",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/08x",
  "0.0.0.0/0",
  "::/0",
  "169.254.0.0/16",
  "169.254.169.254/32",
  "8.8.8.0/24",
  "fe80::/10",
  "::ffff:10.0.0.0/104",
  "fc00::/6",
  "fc00::/129",
  "10.1/16",
  "10.1.2.3/8",
  "fd00::1/64",
  "a.test/8",
  "10.0.0.0/8/8",
  "",
])("%j is no network that a rule can open", (cidr) => {
  expect(() => parseGrantedNetwork(cidr)).toThrow(RangeError);
});
