/**
 * Who may decide, as SQL, so that every guarded write and every count asks the same question.
 * `o` is an operations row; `user` an expression for a user's id.
 */

/** Active, of a role that decides, and in the operation's reviewer group. */
export const isMember = (o: string, user: string) => `EXISTS (
  SELECT 1 FROM users eu JOIN group_members em ON em.user_id = eu.id
  WHERE eu.id = ${user} AND eu.status = 'active' AND eu.role IN ('admin', 'reviewer')
    AND em.group_id = ${o}.group_id)`;

/** Owns the agent, made its key, or operates its enforcement point. */
export const isSelf = (o: string, user: string) => `(
  EXISTS (SELECT 1 FROM agents sa WHERE sa.id = ${o}.agent_id AND sa.owner_id = ${user})
  OR EXISTS (SELECT 1 FROM api_keys sk WHERE sk.id = ${o}.api_key_id AND sk.creator_id = ${user})
  OR EXISTS (SELECT 1 FROM enforcement_points se WHERE se.id = ${o}.enforcement_point_id AND se.operator_id = ${user}))`;

/** Everyone who could approve the operation: a FROM item with `id`, `email` and `name`. */
export const eligibleFor = (o: string) => `(
  SELECT eu.id, eu.email, eu.name FROM users eu JOIN group_members em ON em.user_id = eu.id
  WHERE em.group_id = ${o}.group_id AND eu.status = 'active' AND eu.role IN ('admin', 'reviewer')
    AND NOT ${isSelf(o, "eu.id")})`;

/**
 * True when as many people approved as were demanded, counted here and not by the row's counter, and
 * each approval still stands: its reviewer is active, in the group, and not the asker.
 */
export const approvalsStand = (o: string) => `(
  (SELECT count(*) FROM decisions sd WHERE sd.operation_id = ${o}.id AND sd.verdict = 'approve')
    >= ${o}.approvals_required
  AND NOT EXISTS (SELECT 1 FROM decisions sd WHERE sd.operation_id = ${o}.id AND sd.verdict = 'approve'
    AND (NOT ${isMember(o, "sd.user_id")} OR ${isSelf(o, "sd.user_id")})))`;
