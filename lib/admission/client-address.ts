/** It ends up in rows and logs, so it has an address's characters and length at most. */
const ADDRESS = /^[0-9A-Fa-f.:]{2,45}$/;

/**
 * The caller's address, or null where it can't be known. `X-Forwarded-For` is only believed as far
 * as our own proxies wrote it: `trustedProxies` places from the right.
 */
export function clientAddress(request: {
  forwardedFor: string | null;
  socketAddress: string | null;
  trustedProxies: number;
}): string | null {
  const { forwardedFor, socketAddress, trustedProxies } = request;
  if (trustedProxies > 0) {
    const hops = forwardedFor?.split(",") ?? [];
    const claimed = hops.at(-trustedProxies)?.trim();
    if (hops.length >= trustedProxies && claimed && ADDRESS.test(claimed)) return claimed;
  }
  return socketAddress;
}
