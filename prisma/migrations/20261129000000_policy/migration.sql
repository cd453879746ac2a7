-- The policy's versions, which one is active, and who may stand in for whom.
CREATE TABLE policy_versions (
  version    integer PRIMARY KEY CHECK (version > 0),
  source     text NOT NULL,                        -- as its author wrote it, YAML or JSON
  document   jsonb NOT NULL,                       -- as it was read, durations in seconds
  digest     text NOT NULL,                        -- of the document
  note       text NOT NULL DEFAULT '',
  created_by jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION policy_versions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of the policy never changes: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER policy_versions_immutable BEFORE UPDATE OR DELETE ON policy_versions
  FOR EACH ROW EXECUTE FUNCTION policy_versions_refuse();
CREATE TRIGGER policy_versions_no_truncate BEFORE TRUNCATE ON policy_versions
  FOR EACH STATEMENT EXECUTE FUNCTION policy_versions_refuse();
ALTER TABLE policy_versions ENABLE ALWAYS TRIGGER policy_versions_immutable;
ALTER TABLE policy_versions ENABLE ALWAYS TRIGGER policy_versions_no_truncate;

-- The one row of what holds for the whole installation. Without it nothing is submitted or redeemed.
CREATE TABLE installation (
  id             integer PRIMARY KEY CHECK (id = 1),
  policy_version integer REFERENCES policy_versions (version)  -- null: only the rule that is built in
);
INSERT INTO installation (id) VALUES (1);

CREATE TABLE delegations (
  id           text PRIMARY KEY,
  delegator_id text NOT NULL REFERENCES users (id),
  delegate_id  text NOT NULL REFERENCES users (id) CHECK (delegate_id <> delegator_id),
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
  reason       text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT now(),
  revoked_at   timestamptz
);
CREATE INDEX delegations_delegator_id_idx ON delegations (delegator_id);
CREATE INDEX delegations_delegate_id_idx ON delegations (delegate_id);

-- Who may speak in which group at this instant: by membership, or for a member who delegated to them.
CREATE VIEW reviewer_seats AS
  SELECT m.group_id, u.id AS user_id, NULL::text AS stands_for
  FROM group_members m
  JOIN users u ON u.id = m.user_id AND u.status = 'active' AND u.role IN ('admin', 'reviewer')
  UNION ALL
  SELECT m.group_id, u.id, f.id
  FROM delegations d
  JOIN users f ON f.id = d.delegator_id AND f.status = 'active' AND f.role IN ('admin', 'reviewer')
  JOIN group_members m ON m.user_id = f.id
  JOIN users u ON u.id = d.delegate_id AND u.status = 'active' AND u.role IN ('admin', 'reviewer')
  WHERE d.revoked_at IS NULL AND d.starts_at <= clock_timestamp() AND d.ends_at > clock_timestamp();

-- The passkey's own word on a decision, kept so that it can be verified again.
ALTER TABLE decisions ADD COLUMN evidence jsonb;

-- What the built-in rule asked for, in the shape that policies use.
UPDATE operations SET policy = policy || jsonb_build_object(
  'ruling', 'review',
  'denials', '[]'::jsonb,
  'quorum', jsonb_build_array(policy -> 'group' || jsonb_build_object('approvals', approvals_required)),
  'stepUp', false, 'typedConfirmation', false, 'comment', false,
  'expiresIn_s', null, 'recoveryMaxAge_s', null,
  'windows', '[]'::jsonb, 'blackouts', '[]'::jsonb, 'notify', '[]'::jsonb, 'escalations', '[]'::jsonb,
  'allowSoleReviewer', false);

-- The quorum decides, group by group; the row's own figures are how many are needed and were given in all.
ALTER TABLE operations
  DROP CONSTRAINT operations_approvals_required_check,
  DROP CONSTRAINT operations_check,
  DROP CONSTRAINT operations_check1,
  ADD CONSTRAINT operations_approvals_check CHECK (approvals_required >= 0 AND approvals_received >= 0);
