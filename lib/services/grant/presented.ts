import { ProtocolError } from "@/client/protocol/error";
import { verifyGrantSignature, type GrantClaims } from "@/client/protocol/grant";
import { DomainError } from "@/lib/core/error";
import type { ServiceContext } from "../context";

/**
 * The claims of a grant that this deployment signed. Only form, signature and issuer are judged here:
 * audience, digest and time are judged by the redemption's UPDATE, on the database's clock.
 * Errors: malformed_grant, invalid_signature.
 */
export async function verifyPresented(ctx: ServiceContext, token: string): Promise<GrantClaims> {
  try {
    return await verifyGrantSignature(token, {
      keys: await ctx.signer.publicKeys(),
      issuer: ctx.config.publicUrl,
    });
  } catch (error) {
    if (error instanceof ProtocolError) throw new DomainError(error.code, error.detail);
    throw error;
  }
}
