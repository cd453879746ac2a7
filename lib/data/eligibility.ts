/**
 * Who may decide, as SQL, so that every guarded write and every count asks the same question.
 * `o` is an operations row, or one that has its policy, agent_id, api_key_id and enforcement_point_id;
 * `user` an expression for a user's id.
 */

/** The groups that must approve, each with how many. */
const quorumOf = (o: string) =>
  `jsonb_to_recordset(${o}.policy -> 'quorum') AS q(id text, approvals int)`;

/**
 * Owns the agent, made its key, or operates its enforcement point. Where the policy says so, the only
 * person who could ever approve is exempt.
 */
export const isSelf = (o: string, user: string) => `((
  EXISTS (SELECT 1 FROM agents sa WHERE sa.id = ${o}.agent_id AND sa.owner_id = ${user})
  OR EXISTS (SELECT 1 FROM api_keys sk WHERE sk.id = ${o}.api_key_id AND sk.creator_id = ${user})
  OR EXISTS (SELECT 1 FROM enforcement_points se WHERE se.id = ${o}.enforcement_point_id AND se.operator_id = ${user}))
  AND NOT (coalesce((${o}.policy ->> 'allowSoleReviewer')::boolean, false)
    AND (SELECT count(*) FROM users su WHERE su.status = 'active' AND su.role IN ('admin', 'reviewer')) = 1))`;

/** Of a reviewer_seats row `s`: it isn't the asker's, whoever sits there for them. */
const isOthers = (o: string, s: string) =>
  `NOT ${isSelf(o, `coalesce(${s}.stands_for, ${s}.user_id)`)}`;

const isAway = (user: string) =>
  `EXISTS (SELECT 1 FROM users aw WHERE aw.id = ${user} AND aw.away_until > clock_timestamp())`;

/** Of a reviewer_seats row `s`: it is counted on; of who is away, by who stands in for them alone. Each seat once. */
const isCountedOn = (s: string) =>
  `(NOT ${isAway(`${s}.user_id`)} AND (${s}.stands_for IS NULL OR ${isAway(`${s}.stands_for`)}))`;

/** Sits in one of the groups that must approve: active, of a role that decides, by right or for a member. */
export const isMember = (o: string, user: string) => `EXISTS (
  SELECT 1 FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id WHERE es.user_id = ${user})`;

/** Could approve: has a seat that isn't the asker's, and isn't the asker. */
export const mayApprove = (o: string, user: string) => `(NOT ${isSelf(o, user)} AND EXISTS (
  SELECT 1 FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id
  WHERE es.user_id = ${user} AND ${isOthers(o, "es")}))`;

/**
 * Everyone who could approve the operation: a FROM item with `id`, `email`, `name` and their group ids.
 * Who is away could, and isn't counted on: only `all` has them.
 */
export const eligibleFor = (o: string, whom: "present" | "all" = "present") => `(
  SELECT eu.id, eu.email, eu.name, array_agg(DISTINCT q.id) AS group_ids
  FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id JOIN users eu ON eu.id = es.user_id
  WHERE ${isOthers(o, "es")} AND NOT ${isSelf(o, "eu.id")}
    ${whom === "all" ? "" : `AND NOT ${isAway("eu.id")}`}
  GROUP BY eu.id)`;

/**
 * True when these people fill every group's quorum, nobody counted for two. By Hall's theorem that can
 * be arranged exactly if every set of groups has at least as many people among them as they need
 * together (P. Hall, "On Representatives of Subsets", 1935). `people`: a FROM item with `user_id` and
 * `group_id`. The demand bounds the groups, and so the sets.
 */
const quorumIsFilled = (o: string, people: string) => `NOT EXISTS (
  SELECT 1
  FROM (SELECT array_agg(q.id ORDER BY q.id) AS ids, array_agg(q.approvals ORDER BY q.id) AS needs FROM ${quorumOf(o)}) h
  CROSS JOIN LATERAL generate_series(1, (1 << cardinality(h.ids)) - 1) AS chosen
  WHERE (SELECT sum(n.need) FROM unnest(h.needs) WITH ORDINALITY AS n(need, i) WHERE chosen & (1 << (n.i::int - 1)) <> 0)
    > (SELECT count(DISTINCT p.user_id) FROM ${people} p JOIN unnest(h.ids) WITH ORDINALITY AS g(id, i) ON g.id = p.group_id
       WHERE chosen & (1 << (g.i::int - 1)) <> 0))`;

/** True when enough people could approve, without those who are away. */
export const enoughAreEligible = (o: string) =>
  quorumIsFilled(
    o,
    `(SELECT es.user_id, es.group_id FROM reviewer_seats es
      WHERE ${isOthers(o, "es")} AND NOT ${isSelf(o, "es.user_id")} AND ${isCountedOn("es")})`,
  );

/**
 * True when the approvals that were given, and still stand, are those that were demanded: counted here
 * and not by the row's counter. One stands while its reviewer is active, has a seat, and isn't the asker.
 */
export const approvalsStand = (o: string) =>
  quorumIsFilled(
    o,
    `(SELECT es.user_id, es.group_id FROM decisions sd JOIN reviewer_seats es ON es.user_id = sd.user_id
      WHERE sd.operation_id = ${o}.id AND sd.verdict = 'approve'
        AND ${isOthers(o, "es")} AND NOT ${isSelf(o, "sd.user_id")})`,
  );
