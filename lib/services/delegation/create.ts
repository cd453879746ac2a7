import {
  DELEGATION_DAYS_MAX,
  DelegateSchema,
  type Delegate,
  type DelegationView,
} from "@/lib/contract/delegation";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { findDelegation, holdDelegator, insertDelegation } from "@/lib/data/delegations";
import { enqueueMail } from "@/lib/data/enqueue-mail";
import { findPerson, type StoredPerson } from "@/lib/data/people";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { assertStillOwnOrAdmin, requireOwnOrAdmin } from "../user/own-or-managed";
import { delegationView } from "./view";

const DAY_MS = 24 * 3600 * 1000;

/**
 * Hands a person's seats to another for a while: their memberships, and nothing that they hold for
 * others themselves. The delegator keeps their own. The delegate is told by mail.
 * Errors: forbidden, not_eligible, already_exists, validation_failed.
 */
export async function delegateSeats(ctx: ServiceContext, input: Delegate): Promise<DelegationView> {
  const asked = parseInput(DelegateSchema, input);
  const own = ctx.actor.kind === "reviewer" ? ctx.actor.userId : "";
  const from = await person(ctx, asked.from ?? own, "/from");
  requireOwnOrAdmin(ctx, from.id);
  const to = await person(ctx, asked.to, "/to");
  assertPeriod(asked, ctx.now());
  if (from.id === to.id) throw fault("/to", "Choose somebody else to stand in.");
  const id = newId("dlg");
  return ctx.db.transaction(async (tx) => {
    await holdDelegator(tx, from.id);
    await assertStillOwnOrAdmin(ctx, tx, from.id);
    const made = await insertDelegation(tx, {
      id,
      delegatorId: from.id,
      delegateId: to.id,
      startsAt: asked.starts_at ?? null,
      endsAt: asked.ends_at,
      reason: asked.reason,
    });
    const stored = made ? await findDelegation(tx, id) : null;
    if (!stored) throw whyNot(from, to);
    const { starts_at, ends_at } = delegationView(stored);
    await record(ctx, tx, {
      action: "delegation.created",
      subject: from.id,
      data: { delegation: id, to: to.id, starts_at, ends_at, reason: asked.reason },
    });
    await enqueueMail(tx, {
      kind: "delegation",
      recipient: to.email,
      payload: { delegation_id: id },
    });
    return delegationView(stored);
  });
}

async function person(
  ctx: ServiceContext,
  reference: string,
  pointer: string,
): Promise<StoredPerson> {
  const found = await findPerson(ctx.db.prisma, reference);
  if (!found) throw unknownReference(pointer, `Nobody is registered as "${reference}".`);
  return found;
}

const fault = (pointer: string, detail: string) =>
  new DomainError("validation_failed", detail, { errors: [{ pointer, detail }] });

function assertPeriod(asked: { starts_at?: string | undefined; ends_at: string }, now: Date): void {
  const starts = Math.max(Date.parse(asked.starts_at ?? now.toISOString()), now.getTime());
  const days = (Date.parse(asked.ends_at) - starts) / DAY_MS;
  if (days <= 0) throw fault("/ends_at", "It ends before it begins.");
  if (days > DELEGATION_DAYS_MAX)
    throw fault("/ends_at", `At most ${DELEGATION_DAYS_MAX} days; longer, change the groups.`);
}

function whyNot(from: StoredPerson, to: StoredPerson): DomainError {
  for (const one of [from, to])
    if (one.status !== "active" || one.role === "auditor")
      return new DomainError(
        "not_eligible",
        `${one.name} is ${one.status === "active" ? "an auditor" : "suspended"}, so can't decide for anybody.`,
      );
  return new DomainError(
    "already_exists",
    `${from.name}'s seats are handed over in that time already. Revoke that first.`,
  );
}
