import type { Database, Executor } from "./database";
import { HELD, type ClaimedMail } from "./outbox";

/** So many of a kind reach a person one by one; an agent that asks more often fills a digest. */
const ALONE_PER_MINUTE_MAX = 3;
const ALONE_PER_TEN_MINUTES_MAX = 5;
/** What comes close together is told together, and a digest follows another no sooner than this. */
const DIGEST_DELAY_S = 30;
const DIGEST_EVERY_S = 300;

/** Kinds that share a limit, and the digest that they go into past it. Other kinds are never many. */
const SHARED: readonly { digest: string; kinds: readonly string[] }[] = [
  { digest: "approval_digest", kinds: ["approval_needed", "reminder"] },
  { digest: "news_digest", kinds: ["notice", "decided", "expired", "escalated", "outcome"] },
];

// The lock makes the count and the write one step per person, however many copies send.
const LOCK = {
  name: "mail_admission_lock",
  text: `SELECT pg_advisory_xact_lock(hashtextextended('mail:' || $1, 0))`,
};
const ADMIT = {
  name: "mail_admit",
  text: `UPDATE outbox SET admitted_at = clock_timestamp() ${HELD} AND (
      EXISTS (SELECT 1 FROM users u WHERE u.email = $3 AND 'digest' = ANY (u.muted_mails))
      OR (SELECT count(*) < ${ALONE_PER_TEN_MINUTES_MAX}
          AND count(*) FILTER (WHERE a.admitted_at > clock_timestamp() - interval '1 minute') < ${ALONE_PER_MINUTE_MAX}
        FROM outbox a WHERE a.recipient = $3 AND a.kind = ANY ($4::text[])
          AND a.admitted_at > clock_timestamp() - interval '10 minutes'))
    RETURNING id`,
};
// The update of a digest that is there already locks it: nobody begins to send it before this one is in.
const BUNDLE = {
  name: "mail_bundle",
  text: `WITH digest AS (
    INSERT INTO outbox (id, kind, recipient, payload, available_at)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), $4, $3, '{}', greatest(
      clock_timestamp() + interval '${DIGEST_DELAY_S} seconds',
      (SELECT max(coalesce(p.sent_at, p.available_at)) + interval '${DIGEST_EVERY_S} seconds' FROM outbox p
        WHERE p.recipient = $3 AND p.kind = $4 AND p.kind IN ('approval_digest', 'news_digest') AND p.dead_at IS NULL AND p.attempts > 0
          AND p.created_at > clock_timestamp() - interval '1 hour'))
    FROM outbox ${HELD} FOR UPDATE
    ON CONFLICT (recipient, kind) WHERE kind IN ('approval_digest', 'news_digest')
      AND attempts = 0 AND sent_at IS NULL AND dead_at IS NULL
    DO UPDATE SET kind = excluded.kind
    RETURNING id
  ) UPDATE outbox SET dead_at = clock_timestamp(), last_error = 'told in a digest',
      bundled_into = (SELECT id FROM digest) ${HELD}`,
};

/**
 * Whether the mail goes out by itself. Past the limit it ends here, in the same transaction in which the
 * digest that tells of it is made: neither lost nor told twice.
 */
export async function admitMail(db: Database, mail: ClaimedMail): Promise<boolean> {
  const shared = SHARED.find(({ kinds }) => kinds.includes(mail.kind));
  if (!shared || mail.admitted) return true;
  return db.transaction(async (tx: Executor) => {
    await tx.query(LOCK, [mail.recipient]);
    const held = [mail.id, mail.attempts, mail.recipient];
    if ((await tx.query(ADMIT, [...held, shared.kinds])).length === 1) return true;
    await tx.query(BUNDLE, [...held, shared.digest]);
    return false;
  });
}
