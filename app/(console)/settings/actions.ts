"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import type { ActionResult } from "@/lib/contract/action";
import { DelegationReferenceSchema } from "@/lib/contract/delegation";
import {
  AddPasskeySchema,
  NoInputSchema,
  RemovePasskeySchema,
  RenamePasskeySchema,
  SessionReferenceSchema,
  TouchSchema,
} from "@/lib/contract/sign-in";
import { SwitchMailSchema } from "@/lib/contract/mail";
import { delegateSeats } from "@/lib/services/delegation/create";
import { revokeSeats } from "@/lib/services/delegation/revoke";
import { switchMail } from "@/lib/services/mail/switch";
import { addPasskey, beginAddingPasskey } from "@/lib/services/passkey/add";
import { removePasskey } from "@/lib/services/passkey/remove";
import { renamePasskey } from "@/lib/services/passkey/rename";
import { beginChangingPasskeys } from "@/lib/services/passkey/touch";
import { beginMakingRecoveryCodes, makeRecoveryCodes } from "@/lib/services/recovery-code/make";
import { endAllSessions, endSession } from "@/lib/services/session/end";
import { setAway } from "@/lib/services/user/set-away";
import { action } from "@/lib/web/action";
import { clearSessionCookie, notePasskeyHere } from "@/lib/web/cookies";

export const beginPasskeyChange = action(NoInputSchema, beginChangingPasskeys);
export const beginPasskey = action(TouchSchema, beginAddingPasskey);

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
export const newRecoveryCodes = action(TouchSchema, makeRecoveryCodes);
export const removeOwnPasskey = action(RemovePasskeySchema, removePasskey);
export const endOwnSession = action(SessionReferenceSchema, endSession);
export const signOutEverywhere = action(NoInputSchema, endAllSessions);

export const signOut = action(NoInputSchema, async (ctx) => {
  await endSession(ctx, { id: ctx.actor.sessionId });
  await clearSessionCookie(ctx.config.publicUrl);
});

const HandOverSchema = z.object({
  to: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  reason: z.string(),
});
export const handOver = action(HandOverSchema, async (ctx, input): Promise<Done> => {
  const { starts_at, ...rest } = input;
  const { to } = await delegateSeats(ctx, { ...rest, ...(starts_at ? { starts_at } : {}) });
  return { said: `${to.name} is told.` };
});
export const revokeOwn = action(DelegationReferenceSchema, revokeSeats);

export const goAway = action(z.object({ until: z.string() }), async (ctx, input): Promise<Done> => {
  await setAway(ctx, input);
  return { said: "You are away." };
});
export const comeBack = action(NoInputSchema, (ctx) => setAway(ctx, { until: null }));

export const switchOwnMail = action(SwitchMailSchema, switchMail);
