"use server";
import {
  AddPasskeySchema,
  NoInputSchema,
  PasskeyReferenceSchema,
  SessionReferenceSchema,
} from "@/lib/contract/sign-in";
import { addPasskey, beginAddingPasskey } from "@/lib/services/passkey/add";
import { removePasskey } from "@/lib/services/passkey/remove";
import { endAllSessions, endSession } from "@/lib/services/session/end";
import { action } from "@/lib/web/action";
import { clearSessionCookie, notePasskeyHere } from "@/lib/web/cookies";

export const beginPasskey = action(NoInputSchema, beginAddingPasskey);

export const finishPasskey = action(AddPasskeySchema, async (ctx, input) => {
  const added = await addPasskey(ctx, input);
  await notePasskeyHere(ctx.config.publicUrl);
  return added;
});

export const removeOwnPasskey = action(PasskeyReferenceSchema, removePasskey);
export const endOwnSession = action(SessionReferenceSchema, endSession);
export const signOutEverywhere = action(NoInputSchema, endAllSessions);

export const signOut = action(NoInputSchema, async (ctx) => {
  await endSession(ctx, { id: ctx.actor.sessionId });
  await clearSessionCookie(ctx.config.publicUrl);
});
