import type { UserView } from "@/lib/contract/user";
import { listPeople } from "@/lib/data/people";
import { requirePeopleReader } from "../authority";
import type { ServiceContext } from "../context";
import { userView } from "./view";

/** Everyone, by name. */
export async function listUsers(ctx: ServiceContext): Promise<UserView[]> {
  requirePeopleReader(ctx);
  return (await listPeople(ctx.db.prisma)).map((row) => userView(row, ctx.now()));
}
