import type { AuditAction, AuditEventInput } from "@/lib/core/audit-event";
import { DomainError } from "@/lib/core/error";
import { findEnvironment } from "@/lib/data/environments";
import type { FreezeTarget } from "@/lib/data/freezes";
import type { ServiceContext } from "../context";

/** What a freeze is of, and the names under which it is written down. */
export interface NamedTarget {
  readonly target: FreezeTarget;
  readonly name: string;
  readonly subject: string | null;
  readonly slug: string | null;
}

export const EVERYTHING: NamedTarget = {
  target: "everything",
  name: "Everything",
  subject: null,
  slug: null,
};

/** Errors: not_found. */
export async function findTarget(
  ctx: ServiceContext,
  input: { scope: "everything" } | { scope: "environment"; environment: string },
): Promise<NamedTarget> {
  if (input.scope === "everything") return EVERYTHING;
  const found = await findEnvironment(ctx.db.prisma, input.environment);
  if (!found)
    throw new DomainError("not_found", `No environment "${input.environment}" is registered.`);
  return {
    target: { environmentId: found.id },
    name: found.name,
    subject: found.id,
    slug: found.slug,
  };
}

/** The log's entry on a freeze's beginning or end. */
export function freezeEvent(
  did: "frozen" | "unfrozen",
  of: { subject: string | null; slug: string | null },
  data: Readonly<Record<string, unknown>>,
): AuditEventInput {
  const action: AuditAction = of.subject === null ? `installation.${did}` : `environment.${did}`;
  return {
    action,
    ...(of.subject === null ? {} : { subject: of.subject }),
    data: { ...(of.slug === null ? {} : { slug: of.slug }), ...data },
  };
}
