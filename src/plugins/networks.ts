// Networks: whether an address lies in one of them, and which addresses are one client.
import { BlockList, isIP } from "node:net";

/** Words for networks, as TRUST_PROXY takes them (https://www.npmjs.com/package/proxy-addr). */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

type Test = (address: string | undefined) => boolean;

/** Tells whether an address is one of these, or in one of these subnets, each given by a word, alone or with its bits. */
export function networks(names: readonly string[]): Test {
  const list = new BlockList();
  for (const name of names.flatMap((one) => WORDS[one] ?? [one])) {
    const [address = "", bits] = name.split("/");
    const version = isIP(address) === 6 ? "ipv6" : "ipv4";
    list.addSubnet(address, bits === undefined ? (version === "ipv6" ? 128 : 32) : Number(bits), version);
  }
  return (address) => {
    const version = isIP(address ?? "");
    return version !== 0 && list.check(address ?? "", version === 6 ? "ipv6" : "ipv4");
  };
}

/** Addresses of this machine and of private networks. */
export const isInside = networks(Object.keys(WORDS));
export const isLoopback = networks(["loopback"]);

/** The client that an address is of: itself, or with IPv6 its /64, of which one client has every address. */
export function clientOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [before = "", after] = (address.split("%")[0] ?? "").split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const groups = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0"), ...tail];
  return groups.slice(0, 4).join(":");
}

/** `203.0.113.7:41000` and `[2001:db8::1]:41000` as some proxies write them, without the port and the brackets. */
function withoutPort(address: string): string {
  const [, bracketed, plain] = /^(?:\[([^[\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/.exec(address) ?? [];
  return bracketed ?? plain ?? address;
}

/** The value of an `X-Forwarded-For` header with addresses alone. */
export function forwardedAddresses(value: string): string {
  return value
    .split(",")
    .map((one) => withoutPort(one.trim()))
    .join(", ");
}
