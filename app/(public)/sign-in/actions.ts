"use server";
import {
  AskForMailSchema,
  ConfirmMailSchema,
  NoInputSchema,
  PasskeySignInSchema,
} from "@/lib/contract/sign-in";
import { beginPasskeySignIn, signInWithPasskey } from "@/lib/services/passkey/sign-in";
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
