import type { ConnectionView } from "@/lib/contract/connection";
import * as data from "@/lib/data/connections";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { connectionView } from "./view";

/** By name. */
export async function listConnections(ctx: ServiceContext): Promise<ConnectionView[]> {
  requireMember(ctx);
  return (await data.listConnections(ctx.db)).map(connectionView);
}
