"use server";
import { UseLinkSchema } from "@/lib/contract/sign-in";
import { signInWithLink } from "@/lib/services/user/use-link";
import { visitorAction } from "@/lib/web/action";
import { enter } from "@/lib/web/enter";

export const useLink = visitorAction(UseLinkSchema, async (ctx, input) =>
  enter(ctx, await signInWithLink(ctx, input), undefined),
);
