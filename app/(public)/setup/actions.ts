"use server";
import { SetUpSchema } from "@/lib/contract/sign-in";
import { setUp } from "@/lib/services/setup/set-up";
import { visitorAction } from "@/lib/web/action";
import { enter } from "@/lib/web/enter";

export const makeFirstAdmin = visitorAction(SetUpSchema, async (ctx, input) =>
  enter(ctx, await setUp(ctx, input), undefined),
);
