import type { BegunSignIn } from "@/lib/core/sign-in";
import type { Executor } from "./database";

/** Long enough to find one's second factor for the provider. */
const TTL_S = 10 * 60;

const INSERT = {
  name: "oidc_sign_in_insert",
  text: `INSERT INTO oidc_sign_ins (state_hash, browser_hash, nonce, code_verifier, next, expires_at)
    VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(secs => ${TTL_S}))`,
};

export async function insertOidcSignIn(
  db: Executor,
  begun: Omit<BegunSignIn, "state"> & {
    stateHash: string;
    browserHash: string;
    next: string | null;
  },
): Promise<void> {
  const { stateHash, browserHash, nonce, codeVerifier, next } = begun;
  await db.query(INSERT, [stateHash, browserHash, nonce, codeVerifier, next]);
}

const TAKE = {
  name: "oidc_sign_in_take",
  text: `UPDATE oidc_sign_ins SET consumed_at = clock_timestamp()
    WHERE state_hash = $1 AND browser_hash = $2 AND consumed_at IS NULL AND expires_at > clock_timestamp()
    RETURNING nonce, code_verifier, next`,
};

/** Hands a sign-in out once, to the browser that began it; whatever the provider then says, it is spent. */
export async function takeOidcSignIn(
  db: Executor,
  taken: { stateHash: string; browserHash: string },
): Promise<{ nonce: string; codeVerifier: string; next: string | null } | null> {
  const [row] = await db.query<{ nonce: string; code_verifier: string; next: string | null }>(
    TAKE,
    [taken.stateHash, taken.browserHash],
  );
  return row ? { nonce: row.nonce, codeVerifier: row.code_verifier, next: row.next } : null;
}

const CLEAR = {
  name: "sweep_oidc_sign_ins",
  text: `DELETE FROM oidc_sign_ins WHERE state_hash IN
    (SELECT state_hash FROM oidc_sign_ins WHERE expires_at < now() ORDER BY expires_at LIMIT 1000)`,
};

/** Whoever asks begins one, without signing in: what can't be answered any more goes. */
export async function clearOidcSignIns(db: Executor): Promise<void> {
  await db.query(CLEAR, []);
}
