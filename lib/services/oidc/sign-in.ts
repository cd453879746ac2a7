import { hashToken } from "@/lib/core/bearer-token";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { ProviderIdentity, StartedSession } from "@/lib/core/sign-in";
import { lockAdministration } from "@/lib/data/administration";
import { takeOidcSignIn } from "@/lib/data/oidc-sign-ins";
import { record } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";
import { requireProvider } from "./begin";
import { takeOverGroups } from "./groups";
import { personOf } from "./person";

type VisitorContext = BrowserContext<ActorOf<"visitor">>;

/** What the browser came back with from the provider, as it is in the address. */
interface Return {
  query: string;
}

/**
 * Signs in whom the provider names, once, in the browser that went there. Errors: link_spent,
 * invalid_proof, forbidden (nobody's address, or another's), unauthenticated (suspended).
 */
export async function signInAtProvider(
  ctx: VisitorContext,
  input: Return,
): Promise<StartedSession & { next: string | undefined }> {
  try {
    const { identity, next } = await verify(ctx, input);
    const { trust } = requireProvider(ctx);
    const session = await ctx.db.transaction(async (tx) => {
      // Who is in which group is administration: after all that went before it.
      await lockAdministration(tx);
      const userId = await personOf(ctx, tx, identity, trust);
      await takeOverGroups(ctx, tx, { userId, identity, trust });
      return startSession(ctx, tx, { userId, method: "oidc" });
    });
    return { ...session, next: next ?? undefined };
  } catch (error) {
    if (error instanceof DomainError)
      await record(ctx, ctx.db, {
        action: "sign_in.refused",
        data: { why: "oidc", detail: error.detail, address: ctx.browser.address },
      });
    throw error;
  }
}

async function verify(
  ctx: VisitorContext,
  { query }: Return,
): Promise<{ identity: ProviderIdentity; next: string | null }> {
  const provider = requireProvider(ctx);
  const state = new URLSearchParams(query).get("state") ?? "";
  const begun = await takeOidcSignIn(ctx.db, {
    stateHash: hashToken(state),
    browserHash: hashToken(ctx.browser.browserToken ?? ""),
  });
  if (!begun)
    throw new DomainError(
      "link_spent",
      "This sign-in was begun in another browser, was used, or took longer than ten minutes. Begin again.",
    );
  const identity = await provider.finish(query, { ...begun, state }).catch((error: unknown) => {
    throw new DomainError(
      "invalid_proof",
      `What ${provider.name} answered doesn't hold (${reasonOf(error)}). Nobody was signed in.`,
    );
  });
  return { identity, next: begun.next };
}

/** The library's own code for it; what the provider wrote beside it isn't repeated. */
function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return [code, name].find((word) => typeof word === "string") ?? "no reason";
}
