"use server";
import {
  AskForMailSchema,
  BeginAtProviderSchema,
  ConfirmMailSchema,
  NoInputSchema,
  PasskeySignInSchema,
  ProviderReturnSchema,
  RecoverySchema,
} from "@/lib/contract/sign-in";
import { getRuntime } from "@/lib/runtime";
import { beginAtProvider } from "@/lib/services/oidc/begin";
import { signInAtProvider } from "@/lib/services/oidc/sign-in";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/services/passkey/sign-in";
import { signInWithRecoveryCode } from "@/lib/services/recovery-code/sign-in";
import { askForSignInMail } from "@/lib/services/session/ask-for-mail";
import { confirmSignInMail } from "@/lib/services/session/confirm-mail";
import { visitorAction } from "@/lib/web/action";
import { withBrowserToken } from "@/lib/web/browser";
import { enter, enterByPasskey } from "@/lib/web/enter";

export const askForMail = visitorAction(AskForMailSchema, async (ctx, input) =>
  askForSignInMail(await withBrowserToken(ctx), input),
);

export const confirmMail = visitorAction(ConfirmMailSchema, async (ctx, { token, next }) =>
  enter(ctx, await confirmSignInMail(ctx, { token }), next),
);

export const beginPasskey = visitorAction(NoInputSchema, beginPasskeySignIn);

export const finishPasskey = visitorAction(PasskeySignInSchema, async (ctx, { next, ...answer }) =>
  enterByPasskey(ctx, await signInWithPasskey(ctx, answer), next),
);

export const goToProvider = visitorAction(BeginAtProviderSchema, async (ctx, input) => {
  const { url } = await beginAtProvider(await withBrowserToken(ctx), input);
  return { to: url };
});

export const finishAtProvider = visitorAction(ProviderReturnSchema, async (ctx, input) => {
  const { next, ...session } = await signInAtProvider(ctx, input);
  return enter(ctx, session, next);
});

export const recover = visitorAction(RecoverySchema, async (ctx, { next, ...input }) => {
  await (await getRuntime()).rateLimit.countGuess(ctx.browser.address);
  // To where a passkey is added and new codes are made, unless something waits for them.
  return enter(ctx, await signInWithRecoveryCode(ctx, input), next ?? "/settings");
});
