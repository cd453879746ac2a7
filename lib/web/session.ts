import { redirect } from "next/navigation";
import { cache } from "react";
import { readSession } from "@/lib/auth/session";
import type { ActorOf, Role } from "@/lib/core/actor";
import { getRuntime } from "@/lib/runtime";
import type { BrowserContext } from "@/lib/services/session/context";
import { findSession } from "@/lib/services/session/find";
import { browserContext } from "./browser";
import { readCookie } from "./cookies";

export type ReviewerContext = BrowserContext<ActorOf<"reviewer">>;

const live = cache(async () => {
  const runtime = await getRuntime();
  const { PUBLIC_URL, AUTH_SECRET } = runtime.env;
  const session = await readSession(
    { publicUrl: PUBLIC_URL, secret: AUTH_SECRET },
    (value) => findSession(runtime.base, value),
    await readCookie(PUBLIC_URL, "session"),
  );
  return { runtime, session };
});

/** Who is signed in, or null. Throws where it can't be known. Read once per request. */
export const currentReviewer = cache(async (): Promise<ReviewerContext | null> => {
  const { runtime, session } = await live();
  if (!session) return null;
  const { id: sessionId, method, account } = session;
  return browserContext(runtime, {
    kind: "reviewer",
    userId: account.id,
    role: account.role,
    sessionId,
    method,
  });
});

/** The signed-in person's name and role, for the page's frame. */
export async function currentPerson(): Promise<{ name: string; role: Role }> {
  const { session } = await live();
  if (!session) redirect("/sign-in");
  return { name: session.account.name, role: session.account.role };
}

/** Leads to sign-in and back to `here`. */
export async function requireReviewer(here = "/"): Promise<ReviewerContext> {
  const ctx = await currentReviewer();
  if (ctx) return ctx;
  redirect(here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`);
}

export async function requireAdmin(here: string): Promise<ReviewerContext> {
  const ctx = await requireReviewer(here);
  if (ctx.actor.role !== "admin") redirect("/");
  return ctx;
}

/** Admins, and auditors, who see all and change nothing. */
export async function requireOverseer(here: string): Promise<ReviewerContext> {
  const ctx = await requireReviewer(here);
  if (ctx.actor.role === "reviewer") redirect("/");
  return ctx;
}
