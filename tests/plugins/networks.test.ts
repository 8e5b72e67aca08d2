// Networks: subnets of both families, clients by address or /64, and forwarded addresses without ports.
import { describe, expect, test } from "vitest";
import { clientOf, forwardedAddresses, isInside, networks } from "../../src/plugins/networks.ts";

test.each([
  [["10.0.0.0/8"], "10.255.0.1", true],
  [["10.0.0.0/8"], "11.0.0.1", false],
  [["10.0.0.0/8"], "::ffff:10.0.0.1", true],
  [["192.0.2.7"], "192.0.2.7", true],
  [["192.0.2.7"], "192.0.2.8", false],
  [["2001:db8::/32", "loopback"], "2001:db8:ffff::1", true],
  [["2001:db8::/32", "loopback"], "::1", true],
  [["2001:db8::/32", "loopback"], "2001:db9::1", false],
  [[], "127.0.0.1", false],
] as const)("the networks %j contain %s: %s", (names, address, is) => expect(networks(names)(address)).toBe(is));

test("a text that is no address is in no network", () => {
  for (const text of [undefined, "", "unknown", "300.1.1.1", "10.0.0.1:80"]) expect(isInside(text)).toBe(false);
});

describe("the client address of a request", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::6", "2001:db8:1:2"],
    ["2001:db8::6", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
  ])("%s is %s", (address, client) => expect(clientOf(address)).toBe(client));
});

test.each([
  ["198.51.100.77:41000", "198.51.100.77"],
  ["[2001:db8::1]:41000,198.51.100.77", "2001:db8::1, 198.51.100.77"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["2001:db8::1", "2001:db8::1"],
  ["unknown, _hidden", "unknown, _hidden"],
  ["", ""],
])("X-Forwarded-For: %j is read as %j", (given, read) => expect(forwardedAddresses(given)).toBe(read));
