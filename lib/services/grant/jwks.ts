import type { JWK } from "jose";
import type { ServiceContext } from "../context";

/** What `/.well-known/jwks.json` publishes. */
export async function publicKeys(ctx: Pick<ServiceContext, "signer">): Promise<{ keys: JWK[] }> {
  return { keys: await ctx.signer.publicKeys() };
}
