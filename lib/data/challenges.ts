import type { Executor } from "./database";

export type ChallengePurpose = "register" | "sign_in" | "step_up";

/** As long as a sign-in page may lie open before its passkey is touched. */
export const CHALLENGE_TTL_S = 10 * 60;

const INSERT = {
  name: "challenge_insert",
  text: `INSERT INTO challenges (id, purpose, challenge, user_id, context, expires_at)
    VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => ${CHALLENGE_TTL_S}))`,
};

export async function insertChallenge(
  db: Executor,
  challenge: {
    id: string;
    purpose: ChallengePurpose;
    challenge: string;
    userId: string | null;
    context?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await db.query(INSERT, [
    challenge.id,
    challenge.purpose,
    challenge.challenge,
    challenge.userId,
    JSON.stringify(challenge.context ?? {}),
  ]);
}

const TAKE = {
  name: "challenge_take",
  text: `UPDATE challenges SET consumed_at = clock_timestamp()
    WHERE id = $1 AND purpose = $2 AND user_id IS NOT DISTINCT FROM $3
      AND consumed_at IS NULL AND expires_at > clock_timestamp()
    RETURNING challenge, context`,
};

const CLEAR = {
  name: "sweep_challenges",
  text: `DELETE FROM challenges WHERE id IN
    (SELECT id FROM challenges WHERE expires_at < now() ORDER BY expires_at LIMIT 1000)`,
};
/** A challenge is only kept for as long as it could be answered: whoever asks gets one, without signing in. */
export async function clearChallenges(db: Executor): Promise<void> {
  await db.query(CLEAR, []);
}

export interface TakenChallenge {
  challenge: string;
  context: Record<string, unknown>;
}

/** Hands a challenge out once, to whom it was made for; whatever is then done with it, it is spent. */
export async function takeChallenge(
  db: Executor,
  taken: { id: string; purpose: ChallengePurpose; userId: string | null },
): Promise<TakenChallenge | null> {
  const values = [taken.id, taken.purpose, taken.userId];
  const [row] = await db.query<TakenChallenge>(TAKE, values);
  return row ?? null;
}
