import type { Database } from "./database";
import { eligibleFor } from "./eligibility";
import { HELD, type ClaimedMail } from "./outbox";

/** People by address, each a SELECT about operation `o`. `$2` is the log entry's data. */
// Who was asked for a manifest was asked by one mail, about its first operation.
const ASKED = `SELECT DISTINCT a.recipient FROM outbox a
  WHERE a.operation_id IN (SELECT m.id FROM operations m WHERE m.id = o.id OR m.manifest_id = o.manifest_id)
    AND a.kind IN ('approval_needed', 'notice', 'escalated')`;
const DECIDED = `SELECT u.email FROM decisions d JOIN users u ON u.id = d.user_id WHERE d.operation_id = o.id`;
const APPROVED = `${DECIDED} AND d.verdict = 'approve'`;
const OWNS = `SELECT u.email FROM agents a JOIN users u ON u.id = a.owner_id WHERE a.id = o.agent_id`;
const MAY_OBJECT = `SELECT q.email FROM ${eligibleFor("o")} q JOIN grants g ON g.operation_id = o.id
  WHERE g.status = 'issued' AND g.not_before > clock_timestamp()`;
// Who stands in has a seat; an auditor in the group has none, and is told nonetheless.
const ESCALATED_TO = `SELECT u.email FROM users u WHERE u.id IN (
  SELECT m.user_id FROM group_members m WHERE m.group_id = $2::jsonb ->> 'group_id'
  UNION SELECT s.user_id FROM reviewer_seats s WHERE s.group_id = $2::jsonb ->> 'group_id')`;

/** What an entry of the log becomes; the trigger `audit_events_mail` has the same names. */
const TOLD: Readonly<Record<string, { kind: string; to: readonly string[] }>> = {
  "operation.approved": { kind: "decided", to: [ASKED, DECIDED, OWNS] },
  "operation.denied": { kind: "decided", to: [ASKED, DECIDED, OWNS] },
  "operation.expired": { kind: "expired", to: [ASKED, DECIDED, OWNS] },
  "operation.escalated": { kind: "escalated", to: [ESCALATED_TO] },
  "grant.issued": { kind: "objection_open", to: [MAY_OBJECT] },
  "grant.succeeded": { kind: "outcome", to: [APPROVED, OWNS] },
  "grant.failed": { kind: "outcome", to: [APPROVED, OWNS] },
  "grant.unknown": { kind: "outcome", to: [APPROVED, OWNS] },
  "grant.lapsed": { kind: "outcome", to: [APPROVED, OWNS] },
};

const insertInto = ({ kind, to }: { kind: string; to: readonly string[] }) => ({
  text: `INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), '${kind}', p.email,
      jsonb_build_object('operation_id', o.id, 'action', $3::text, 'data', $2::jsonb), o.id
    FROM operations o, LATERAL (SELECT u.email FROM users u
      WHERE u.status = 'active' AND u.email IN (${to.join(" UNION ")})) p
    WHERE o.id = $1`,
});

const END = {
  name: "event_told",
  text: `UPDATE outbox SET sent_at = clock_timestamp(), payload = '{}' ${HELD} RETURNING id`,
};

/** Makes a mail to each person whom an entry of the log concerns, all of them or none, and once. */
export async function tellEvent(db: Database, event: ClaimedMail): Promise<void> {
  const { action, data } = event.payload;
  const told = typeof action === "string" ? TOLD[action] : undefined;
  await db.transaction(async (tx) => {
    if ((await tx.query(END, [event.id, event.attempts])).length === 0) return;
    if (told)
      await tx.query(insertInto(told), [event.operationId, JSON.stringify(data ?? {}), action]);
  });
}
