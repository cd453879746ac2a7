import { hashToken } from "@/lib/core/bearer-token";
import type { LiveSession } from "@/lib/core/sign-in";
import * as sessions from "@/lib/data/sessions";
import type { ServiceBase } from "../context";

/** The live session that a cookie's token stands for. Throws where the database doesn't answer. */
export function findSession(base: ServiceBase, token: string): Promise<LiveSession | null> {
  return sessions.findSession(base.db, hashToken(token));
}
