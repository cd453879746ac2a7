/**
 * Who may decide, as SQL, so that every guarded write and every count asks the same question.
 * `o` is an operations row, or one that has its policy, agent_id, api_key_id, enforcement_point_id and,
 * once it is stored, id;
 * `user` an expression for a user's id.
 */

/** The groups that must approve, each with how many. */
const quorumOf = (o: string) =>
  `jsonb_to_recordset(${o}.policy -> 'quorum') AS q(id text, approvals int)`;

/** Owns the agent, made its key, or operates its enforcement point. */
const asks = (o: string, user: string) => `(
  EXISTS (SELECT 1 FROM agents sa WHERE sa.id = ${o}.agent_id AND sa.owner_id = ${user})
  OR EXISTS (SELECT 1 FROM api_keys sk WHERE sk.id = ${o}.api_key_id AND sk.creator_id = ${user})
  OR EXISTS (SELECT 1 FROM enforcement_points se WHERE se.id = ${o}.enforcement_point_id AND se.operator_id = ${user}))`;

/** The policy lets the only person who could ever approve do so, for their own agent too. */
const hasSoleReviewer = (
  o: string,
) => `(coalesce((${o}.policy ->> 'allowSoleReviewer')::boolean, false)
  AND (SELECT count(*) FROM users su WHERE su.status = 'active' AND su.role IN ('admin', 'reviewer')) = 1)`;

/** The asker, who can't approve. Where the policy says so, the only person there is is exempt. */
const isSelf = (o: string, user: string) => `(${asks(o, user)} AND NOT ${hasSoleReviewer(o)})`;

/** The asker, who may approve as nobody else is there. */
export const isSole = (o: string, user: string) => `(${asks(o, user)} AND ${hasSoleReviewer(o)})`;

/** Of a reviewer_seats row `s`: it isn't the asker's, whoever sits there for them. */
const isOthers = (o: string, s: string) =>
  `NOT ${isSelf(o, `coalesce(${s}.stands_for, ${s}.user_id)`)}`;

const isAway = (user: string) =>
  `EXISTS (SELECT 1 FROM users aw WHERE aw.id = ${user} AND aw.away_until > clock_timestamp())`;

/** Of a reviewer_seats row `s`: it is counted on; of who is away, by who stands in for them alone. Each seat once. */
const isCountedOn = (s: string) =>
  `(NOT ${isAway(`${s}.user_id`)} AND (${s}.stands_for IS NULL OR ${isAway(`${s}.stands_for`)}))`;

/**
 * Of a reviewer_seats row `s` of someone who stands in: whom they stand in for has spoken already, by
 * themselves or by another who approved before. So nobody counts twice by way of those they delegate to.
 */
const isSpokenFor = (o: string, s: string) => `(${s}.stands_for IS NOT NULL AND EXISTS (
  SELECT 1 FROM decisions od JOIN reviewer_seats os ON os.user_id = od.user_id
  WHERE od.operation_id = ${o}.id AND od.verdict = 'approve' AND od.user_id <> ${s}.user_id
    AND coalesce(os.stands_for, os.user_id) = ${s}.stands_for
    AND (os.stands_for IS NULL OR NOT EXISTS (SELECT 1 FROM decisions md
      WHERE md.operation_id = ${o}.id AND md.user_id = ${s}.user_id AND md.verdict = 'approve'
        AND (md.decided_at, md.id) < (od.decided_at, od.id)))))`;

/** Of a reviewer_seats row `s`: whoever sits there may approve. */
const counts = (o: string, s: string) =>
  `${isOthers(o, s)} AND NOT ${isSelf(o, `${s}.user_id`)} AND NOT ${isSpokenFor(o, s)}`;

/** Sits in one of the groups that must approve: active, of a role that decides, by right or for a member. */
export const isMember = (o: string, user: string) => `EXISTS (
  SELECT 1 FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id WHERE es.user_id = ${user})`;

/** Has such a seat that isn't the asker's, and isn't the asker. */
export const isDisinterested = (o: string, user: string) => `EXISTS (
  SELECT 1 FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id
  WHERE es.user_id = ${user} AND ${isOthers(o, "es")} AND NOT ${isSelf(o, user)})`;

/** May object to the grant: sits in a group that was asked or, where nobody was, the environment's own. */
export const mayObject = (o: string, user: string) => `(${isMember(o, user)} OR EXISTS (
  SELECT 1 FROM reviewer_seats es WHERE es.user_id = ${user} AND es.group_id = ${o}.policy -> 'group' ->> 'id'))`;

/** Could approve: has a seat that isn't the asker's nor spoken for, and isn't the asker. */
export const mayApprove = (o: string, user: string) => `(EXISTS (
  SELECT 1 FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id
  WHERE es.user_id = ${user} AND ${counts(o, "es")}))`;

/**
 * Everyone who could approve the operation: a FROM item with `id`, `email`, `name`, their group ids, and
 * for whom they stand in where the seat isn't their own. Who is away could, and isn't counted on: only
 * `all` has them.
 */
export const eligibleFor = (o: string, whom: "present" | "all" = "present") => `(
  SELECT et.id, et.email, et.name, array_agg(et.group_id ORDER BY et.group_id) AS group_ids,
    coalesce(jsonb_agg(jsonb_build_object('group_id', et.group_id, 'name', et.stands_for)
      ORDER BY et.group_id) FILTER (WHERE et.stands_for IS NOT NULL), '[]') AS stands_in
  FROM (
    SELECT eu.id, eu.email, eu.name, q.id AS group_id,
      CASE WHEN bool_or(es.stands_for IS NULL) THEN NULL ELSE min(ef.name) END AS stands_for
    FROM ${quorumOf(o)} JOIN reviewer_seats es ON es.group_id = q.id JOIN users eu ON eu.id = es.user_id
      LEFT JOIN users ef ON ef.id = es.stands_for
    WHERE ${counts(o, "es")}${whom === "all" ? "" : ` AND NOT ${isAway("eu.id")}`}
    GROUP BY eu.id, q.id) et
  GROUP BY et.id, et.email, et.name)`;

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

/** True when enough people could approve: each seat once, and of who is away by who stands in for them. */
export const enoughAreEligible = (o: string) =>
  quorumIsFilled(
    o,
    `(SELECT es.user_id, es.group_id FROM reviewer_seats es
      WHERE ${isOthers(o, "es")} AND NOT ${isSelf(o, "es.user_id")} AND ${isCountedOn("es")})`,
  );

/** Approvals that were given: a FROM item of who and for which group, of those alone that still stand. */
const standing = (o: string) => `(SELECT es.user_id, es.group_id
  FROM decisions sd JOIN reviewer_seats es ON es.user_id = sd.user_id
  WHERE sd.operation_id = ${o}.id AND sd.verdict = 'approve' AND ${counts(o, "es")})`;

/** How many people approved in a group that was asked, and still may. */
export const approvalsStanding = (o: string) => `(SELECT count(DISTINCT st.user_id)::int
  FROM ${standing(o)} st JOIN ${quorumOf(o)} ON q.id = st.group_id)`;

/**
 * True when the approvals that were given, and still stand, are those that were demanded: counted here
 * and not by the row's counter. One stands while its reviewer is active, has a seat, and isn't the asker.
 */
export const approvalsStand = (o: string) => quorumIsFilled(o, standing(o));
