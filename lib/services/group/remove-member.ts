import type { GroupMembership, GroupView } from "@/lib/contract/group";
import type { ServiceContext } from "../context";
import { setMembership } from "./membership";

/** Repeatable. Approvals that they gave as its member count no more. Errors: not_found (group), validation_failed (user). */
export const removeMember = (ctx: ServiceContext, input: GroupMembership): Promise<GroupView> =>
  setMembership(ctx, input, "none");
