"use server";
import { UnsubscribeSchema } from "@/lib/contract/mail";
import { unsubscribe } from "@/lib/services/mail/unsubscribe";
import { visitorAction } from "@/lib/web/action";

export const turnOff = visitorAction(UnsubscribeSchema, unsubscribe);
