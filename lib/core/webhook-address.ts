import ipaddr from "ipaddr.js";

/** Where webhooks may go beyond the public internet. */
export interface WebhookNetworks {
  /** This machine, and there without TLS too. */
  readonly loopback: boolean;
  /** CIDR blocks, each named by the operator. */
  readonly allowed: readonly string[];
}

/** All of IPv6 that is handed out to the public lies in here; the rest embeds, translates or is reserved. */
const IPV6_GLOBAL = ipaddr.parseCIDR("2000::/3");

/** For who registers a webhook; says what to change. */
export class WebhookUrlError extends Error {
  override name = "WebhookUrlError";
}

/** IPv4 in its IPv6 form is that IPv4 address; null for what is no address. */
function read(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  return ipaddr.isValid(address) ? ipaddr.process(address) : null;
}

/** RFC 6761 §6.3; what it leads to is checked all the same. */
const LOCAL_NAME = /^(.+\.)?localhost\.?$/;

const isIn = (
  address: ipaddr.IPv4 | ipaddr.IPv6,
  [network, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number],
) => address.kind() === network.kind() && address.match([network, bits] as [ipaddr.IPv4, number]);

export const isLoopback = (address: string): boolean => read(address)?.range() === "loopback";

/** Whether a connection may be made to this address: public, or named by the operator. */
export function mayConnectTo(address: string, networks: WebhookNetworks): boolean {
  const parsed = read(address);
  if (!parsed) return false;
  if (networks.allowed.some((network) => isIn(parsed, ipaddr.parseCIDR(network)))) return true;
  const range = parsed.range();
  if (range === "loopback") return networks.loopback;
  return range === "unicast" && (parsed.kind() === "ipv4" || isIn(parsed, IPV6_GLOBAL));
}

/** The address that a URL's host is written as, in whatever form; null where it is a name. */
export function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(host) ? host : null;
}

/**
 * A URL that may be posted to, as far as its text tells: names are looked up, and checked, at every
 * delivery. Throws WebhookUrlError.
 */
export function readWebhookUrl(text: string, networks: WebhookNetworks): URL {
  if (!URL.canParse(text)) throw new WebhookUrlError("This isn't a URL.");
  const url = new URL(text);
  const literal = literalAddress(url);
  const isLocal = literal === null ? LOCAL_NAME.test(url.hostname) : isLoopback(literal);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && networks.loopback && isLocal))
    throw new WebhookUrlError("It must be https.");
  if (url.username || url.password)
    throw new WebhookUrlError("Leave name and password out: deliveries are signed.");
  if (url.hash) throw new WebhookUrlError("Leave out what follows the #.");
  if (literal !== null && !mayConnectTo(literal, networks))
    throw new WebhookUrlError(
      "This address isn't public, and WEBHOOK_ALLOWED_NETWORKS doesn't name it.",
    );
  return url;
}
