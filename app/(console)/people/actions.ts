"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import type { ActionResult } from "@/lib/contract/action";
import { DelegationReferenceSchema } from "@/lib/contract/delegation";
import { ROLES } from "@/lib/core/actor";
import { delegateSeats } from "@/lib/services/delegation/create";
import { revokeSeats } from "@/lib/services/delegation/revoke";
import { addMember } from "@/lib/services/group/add-member";
import { createGroup } from "@/lib/services/group/create";
import { removeMember } from "@/lib/services/group/remove-member";
import { changeRole as change } from "@/lib/services/user/change-role";
import { endSessionsOf } from "@/lib/services/user/end-sessions";
import { clearMailBounce } from "@/lib/services/user/clear-bounce";
import { inviteUser } from "@/lib/services/user/invite";
import { reinstateUser } from "@/lib/services/user/reinstate";
import { setAway } from "@/lib/services/user/set-away";
import { suspendUser } from "@/lib/services/user/suspend";
import { action } from "@/lib/web/action";

const InviteSchema = z.object({
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  group: z.string(),
  send: z.string(),
});

export const invite = action(InviteSchema, async (ctx, input): Promise<Done> => {
  const { group, send, ...person } = input;
  const { url } = await inviteUser(ctx, {
    ...person,
    groups: group ? [group] : [],
    sendMail: send === "mail",
  });
  return {
    said: `${person.name} is invited.`,
    secret: { label: "A link that works once, to hand over yourself", value: url },
  };
});

export const newGroup = action(
  z.object({ slug: z.string(), name: z.string() }),
  async (ctx, input): Promise<Done> => {
    const { slug } = await createGroup(ctx, {
      slug: input.slug,
      ...(input.name ? { name: input.name } : {}),
    });
    return { said: `${slug} is there. Add people to it.` };
  },
);

const MembershipSchema = z.object({ group: z.string(), user: z.string() });
export const addToGroup = action(MembershipSchema, async (ctx, input): Promise<Done> => {
  await addMember(ctx, input);
  return { said: "Added." };
});
export const removeFromGroup = action(MembershipSchema, removeMember);

const giveRole = action(
  z.object({ user: z.string(), role: z.enum(ROLES) }),
  async (ctx, input): Promise<Done> => {
    const { name, role } = await change(ctx, input);
    return { said: `${name} is ${role} now.` };
  },
);

export async function changeRole(
  user: string,
  values: { role: (typeof ROLES)[number] },
): Promise<ActionResult<Done>> {
  return giveRole({ user, role: values.role });
}

export const endSessions = action(z.object({ user: z.string() }), endSessionsOf);
export const suspend = action(z.object({ user: z.string() }), suspendUser);
export const reinstate = action(z.object({ user: z.string() }), reinstateUser);

export const isBack = action(z.object({ user: z.string() }), (ctx, { user }) =>
  setAway(ctx, { user, until: null }),
);

const HandOverSchema = z.object({
  from: z.string(),
  to: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  reason: z.string(),
});
export const handOverSeats = action(HandOverSchema, async (ctx, input): Promise<Done> => {
  const { starts_at, ...rest } = input;
  const { from, to } = await delegateSeats(ctx, { ...rest, ...(starts_at ? { starts_at } : {}) });
  return { said: `${to.name} stands in for ${from.name}.` };
});
export const revokeDelegation = action(DelegationReferenceSchema, revokeSeats);
export const mailArrives = action(z.object({ user: z.string() }), clearMailBounce);
