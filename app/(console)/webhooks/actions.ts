"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import type { ActionResult } from "@/lib/contract/action";
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS } from "@/lib/core/webhook";
import { enableWebhook } from "@/lib/services/webhook/enable";
import { registerWebhook } from "@/lib/services/webhook/register";
import { removeWebhook } from "@/lib/services/webhook/remove";
import { replayDelivery } from "@/lib/services/webhook/replay";
import { rotateWebhook } from "@/lib/services/webhook/rotate";
import { sendTest } from "@/lib/services/webhook/send-test";
import { action } from "@/lib/web/action";

/** A ticked event is in the form by `events:NAME`. */
const RegisterForm = z.looseObject({
  url: z.string(),
  description: z.string(),
  format: z.enum(WEBHOOK_FORMATS),
});

export const register = action(RegisterForm, async (ctx, form): Promise<Done> => {
  const { url, description, format } = form;
  const events = WEBHOOK_EVENTS.filter((event) => `events:${event}` in form);
  const { secret } = await registerWebhook(ctx, { url, description, format, events });
  return {
    said: "The webhook is registered. Send it a test next.",
    ...(format === "standard"
      ? { secret: { label: "The secret by which deliveries are signed", value: secret } }
      : {}),
  };
});

const RotateForm = z.object({ id: z.string(), overlap: z.coerce.number() });
const rotateOne = action(RotateForm, async (ctx, form): Promise<Done> => {
  const { secret } = await rotateWebhook(ctx, form);
  return { said: "The secret is replaced.", secret: { label: "The new secret", value: secret } };
});

/** The id is bound by the page, the rest comes from the form; both are judged like any input. */
export async function rotate(id: string, form: object): Promise<ActionResult<Done>> {
  return rotateOne({ ...form, id } as never);
}

const ReferenceSchema = z.object({ id: z.string() });
export const test = action(ReferenceSchema, sendTest);
export const enable = action(ReferenceSchema, enableWebhook);
export const remove = action(ReferenceSchema, removeWebhook);
export const replay = action(z.object({ id: z.string(), delivery: z.string() }), replayDelivery);
