"use server";
import type { Done } from "@/components/admin/create-form";
import type { ActionResult } from "@/lib/contract/action";
import {
  AddPasskeySchema,
  MakeRecoveryCodesSchema,
  NoInputSchema,
  PasskeyReferenceSchema,
  RenamePasskeySchema,
  SessionReferenceSchema,
} from "@/lib/contract/sign-in";
import { addPasskey, beginAddingPasskey } from "@/lib/services/passkey/add";
import { removePasskey } from "@/lib/services/passkey/remove";
import { renamePasskey } from "@/lib/services/passkey/rename";
import { beginMakingRecoveryCodes, makeRecoveryCodes } from "@/lib/services/recovery-code/make";
import { endAllSessions, endSession } from "@/lib/services/session/end";
import { action } from "@/lib/web/action";
import { clearSessionCookie, notePasskeyHere } from "@/lib/web/cookies";

export const beginPasskey = action(NoInputSchema, beginAddingPasskey);

export const finishPasskey = action(AddPasskeySchema, async (ctx, input) => {
  const added = await addPasskey(ctx, input);
  await notePasskeyHere(ctx.config.publicUrl);
  return added;
});

const rename = action(RenamePasskeySchema, async (ctx, input): Promise<Done> => {
  await renamePasskey(ctx, input);
  return { said: "Renamed." };
});

export async function renameOwnPasskey(
  id: string,
  values: { name: string },
): Promise<ActionResult<Done>> {
  return rename({ id, name: values.name });
}

export const beginRecoveryCodes = action(NoInputSchema, beginMakingRecoveryCodes);
export const newRecoveryCodes = action(MakeRecoveryCodesSchema, makeRecoveryCodes);
export const removeOwnPasskey = action(PasskeyReferenceSchema, removePasskey);
export const endOwnSession = action(SessionReferenceSchema, endSession);
export const signOutEverywhere = action(NoInputSchema, endAllSessions);

export const signOut = action(NoInputSchema, async (ctx) => {
  await endSession(ctx, { id: ctx.actor.sessionId });
  await clearSessionCookie(ctx.config.publicUrl);
});
