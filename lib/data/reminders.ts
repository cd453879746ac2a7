import type { Executor } from "./database";
import { eligibleFor } from "./eligibility";

const BATCH = 200;
/** Shorter than this, a reminder would come with the request itself. */
const LIFE_S_MIN = 120;
const LAST_S = 300;

/**
 * At half of its time and five minutes before its end, while nobody has decided anything. Where both are
 * due at once, or would fall together, only one is sent.
 */
const REMIND = {
  name: "sweep_reminders",
  text: `WITH due AS (
    INSERT INTO reminders (operation_id, stage)
    SELECT o.id, s.stage FROM operations o
    CROSS JOIN LATERAL (SELECT CASE
      WHEN o.expires_at - o.created_at > make_interval(secs => ${2 * LAST_S})
        AND o.expires_at - make_interval(secs => ${LAST_S}) <= clock_timestamp() THEN 'last' ELSE 'half' END AS stage) s
    WHERE o.status = 'pending' AND o.expires_at > clock_timestamp()
      AND o.created_at + (o.expires_at - o.created_at) / 2 <= clock_timestamp()
      AND o.expires_at - o.created_at >= make_interval(secs => ${LIFE_S_MIN})
      AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.operation_id = o.id AND r.stage = s.stage)
      AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.operation_id = o.id)
    ORDER BY o.expires_at LIMIT ${BATCH}
    ON CONFLICT DO NOTHING
    RETURNING operation_id, stage
  ) INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'reminder', q.email,
      jsonb_build_object('operation_id', o.id, 'stage', due.stage), o.id
    FROM due JOIN operations o ON o.id = due.operation_id, LATERAL ${eligibleFor("o")} q
    RETURNING id`,
};

/** Reminds everyone who could still decide; answers how many mails that makes. */
export async function remindWaiting(tx: Executor): Promise<number> {
  return (await tx.query(REMIND, [])).length;
}
