import type { Actor } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { ServiceContext } from "./context";

/** May manage environments, agents, enforcement points and keys: admins, admin keys, the operator. */
export function requireAdministrator(ctx: ServiceContext): void {
  if (ctx.actor.kind !== "admin_key") requireHumanAdministrator(ctx);
}

/**
 * May manage people, groups' members and admin keys: no key may, because whoever chooses the
 * reviewers, or outlives the revocation of a leaked key, could in the end approve.
 */
export function requireHumanAdministrator(ctx: ServiceContext): void {
  const { actor } = ctx;
  if (actor.kind === "operator") return;
  if (actor.kind === "reviewer" && actor.role === "admin") return;
  throw refusal(actor, "Only an admin may do this.");
}

/** May look at who there is, and how they decide: admins, and auditors, who see all and change nothing. */
export function requirePeopleReader(ctx: ServiceContext): void {
  if (ctx.actor.kind !== "reviewer" || ctx.actor.role !== "auditor") requireHumanAdministrator(ctx);
}

/** May look at how all is set up: the same, and admin keys. */
export function requireSetupReader(ctx: ServiceContext): void {
  if (ctx.actor.kind !== "admin_key") requirePeopleReader(ctx);
}

/** May stop everything, since stopping is always safe: who decides, admin keys, the operator. */
export function requireFreezer(ctx: ServiceContext): void {
  const { actor } = ctx;
  if (actor.kind === "reviewer" && actor.role !== "auditor") return;
  if (actor.kind === "admin_key" || actor.kind === "operator") return;
  throw refusal(actor, "Only reviewers, admins and admin keys may freeze.");
}

/** May look at what is registered: everyone who is signed in, admin keys, the operator. */
export function requireMember(ctx: ServiceContext): void {
  if (ctx.actor.kind !== "reviewer") requireAdministrator(ctx);
}

/** May read the audit log: everyone who is signed in, audit keys, the operator. */
export function requireAuditReader(ctx: ServiceContext): void {
  const { actor } = ctx;
  if (actor.kind === "reviewer" || actor.kind === "audit_key" || actor.kind === "operator") return;
  throw refusal(actor, "Only people and audit keys may read the audit log.");
}

function refusal(actor: Actor, detail: string): DomainError {
  switch (actor.kind) {
    case "agent":
    case "enforcement_point":
    case "admin_key":
    case "audit_key":
      return new DomainError("wrong_key_kind", detail);
    case "visitor":
      return new DomainError("unauthenticated", detail);
    case "reviewer":
    case "operator":
    case "system":
      return new DomainError("forbidden", detail);
  }
}
