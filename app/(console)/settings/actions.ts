"use server";
import {
  NoInputSchema,
  PasskeyReferenceSchema,
  SessionReferenceSchema,
} from "@/lib/contract/sign-in";
import { removePasskey } from "@/lib/services/passkey/remove";
import { endAllSessions, endSession } from "@/lib/services/session/end";
import { action } from "@/lib/web/action";

export const removeOwnPasskey = action(PasskeyReferenceSchema, removePasskey);
export const endOwnSession = action(SessionReferenceSchema, endSession);
export const signOutEverywhere = action(NoInputSchema, endAllSessions);
