import type { GroupMembership, GroupView } from "@/lib/contract/group";
import type { ServiceContext } from "../context";
import { setMembership } from "./membership";

/** Repeatable. Errors: not_found (group), validation_failed (user). */
export const addMember = (ctx: ServiceContext, input: GroupMembership): Promise<GroupView> =>
  setMembership(ctx, input, "member");
