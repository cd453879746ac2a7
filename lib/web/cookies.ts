/** `__Host-` needs https; over plain http, on localhost, the browser would refuse it. */
export const cookieName = (publicUrl: string, name: string): string =>
  publicUrl.startsWith("https:") ? `__Host-countersign_${name}` : `countersign_${name}`;
