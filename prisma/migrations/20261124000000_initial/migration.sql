-- Countersign, first schema. PostgreSQL 15 or later.
-- Conventions: ids are prefixed text made by the app; times are timestamptz;
-- a CHECK names every closed vocabulary, so that a bad state can't be stored.

-- People ---------------------------------------------------------------------

CREATE TABLE users (
  id             text PRIMARY KEY,
  email          text NOT NULL CHECK (email = lower(email)),
  name           text NOT NULL,
  role           text NOT NULL CHECK (role IN ('admin', 'reviewer', 'auditor')),
  status         text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  email_verified timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE passkeys (
  id           text PRIMARY KEY,            -- credential id, base64url
  user_id      text NOT NULL REFERENCES users (id),
  public_key   bytea NOT NULL,              -- COSE
  counter      bigint NOT NULL DEFAULT 0,
  transports   text[] NOT NULL DEFAULT '{}',
  device_type  text NOT NULL,
  backed_up    boolean NOT NULL,
  name         text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkeys_user_id_idx ON passkeys (user_id);

-- Browser sessions; only the SHA-256 of the cookie is stored.
CREATE TABLE sessions (
  id           text PRIMARY KEY,
  token_hash   text NOT NULL,
  user_id      text NOT NULL REFERENCES users (id),
  method       text NOT NULL CHECK (method IN ('setup', 'link', 'email', 'passkey')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,        -- absolute; the idle limit is judged on last_seen_at
  revoked_at   timestamptz,
  user_agent   text
);
CREATE UNIQUE INDEX sessions_token_hash_key ON sessions (token_hash);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

-- One-time WebAuthn challenges.
CREATE TABLE challenges (
  id           text PRIMARY KEY,
  purpose      text NOT NULL CHECK (purpose IN ('register', 'sign_in', 'step_up')),
  challenge    text NOT NULL,
  user_id      text REFERENCES users (id),
  context      jsonb NOT NULL DEFAULT '{}',
  expires_at   timestamptz NOT NULL,
  consumed_at  timestamptz
);
CREATE INDEX challenges_expires_at_idx ON challenges (expires_at);

-- Sign-in mails, bound to the browser that asked (browser_hash = SHA-256 of its cookie).
CREATE TABLE verification_tokens (
  identifier   text NOT NULL,
  token_hash   text NOT NULL,
  browser_hash text NOT NULL,
  expires_at   timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (identifier, token_hash)
);

-- One-time links: the first admin's set-up, invitations, an operator's sign-in link.
CREATE TABLE links (
  id          text PRIMARY KEY,
  purpose     text NOT NULL CHECK (purpose IN ('setup', 'invite', 'sign_in')),
  token_hash  text NOT NULL,
  email       text,
  name        text,
  role        text CHECK (role IN ('admin', 'reviewer', 'auditor')),
  group_ids   text[] NOT NULL DEFAULT '{}',
  user_id     text REFERENCES users (id),
  created_by  jsonb NOT NULL,               -- the actor
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  consumed_at timestamptz
);
CREATE UNIQUE INDEX links_token_hash_key ON links (token_hash);

CREATE TABLE groups (
  id         text PRIMARY KEY,
  slug       text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX groups_slug_key ON groups (slug);

CREATE TABLE group_members (
  group_id text NOT NULL REFERENCES groups (id),
  user_id  text NOT NULL REFERENCES users (id),
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_members_user_id_idx ON group_members (user_id);

-- What is guarded, who asks, who executes -------------------------------------

CREATE TABLE environments (
  id                 text PRIMARY KEY,
  slug               text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name               text NOT NULL,
  kind               text NOT NULL CHECK (kind IN ('production', 'staging', 'development', 'other')),
  group_id           text NOT NULL REFERENCES groups (id),
  approvals_required integer NOT NULL DEFAULT 1 CHECK (approvals_required BETWEEN 1 AND 10),
  frozen_at          timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX environments_slug_key ON environments (slug);

CREATE TABLE agents (
  id          text PRIMARY KEY,
  name        text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  description text NOT NULL DEFAULT '',
  owner_id    text REFERENCES users (id),   -- may not approve what it asks
  created_at  timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);
CREATE UNIQUE INDEX agents_name_key ON agents (name);

CREATE TABLE enforcement_points (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  audience    text NOT NULL,
  operator_id text REFERENCES users (id),
  created_at  timestamptz NOT NULL DEFAULT now(),
  disabled_at timestamptz
);
CREATE UNIQUE INDEX enforcement_points_audience_key ON enforcement_points (audience);

CREATE TABLE api_keys (
  id                   text PRIMARY KEY,
  key_id               text NOT NULL,       -- the public part, found in the key itself
  kind                 text NOT NULL CHECK (kind IN ('agent', 'enforce', 'audit', 'admin')),
  name                 text NOT NULL DEFAULT '',
  agent_id             text REFERENCES agents (id),
  enforcement_point_id text REFERENCES enforcement_points (id),
  secret_hmac          bytea NOT NULL,      -- HMAC-SHA-256 under the server's pepper
  scope_environments   text[] NOT NULL DEFAULT '{}',
  scope_actions        text[] NOT NULL DEFAULT '{}',
  scope_resources      text[] NOT NULL DEFAULT '{}',
  created_by           jsonb NOT NULL,      -- the actor
  creator_id           text REFERENCES users (id),
  created_at           timestamptz NOT NULL DEFAULT now(),
  expires_at           timestamptz NOT NULL,
  revoked_at           timestamptz,
  rotated_to           text REFERENCES api_keys (id),
  last_used_at         timestamptz,
  last_used_address    text,
  CHECK (expires_at <= created_at + interval '91 days'),
  CHECK ((kind = 'agent') = (agent_id IS NOT NULL)),
  CHECK ((kind = 'enforce') = (enforcement_point_id IS NOT NULL))
);
CREATE UNIQUE INDEX api_keys_key_id_key ON api_keys (key_id);
CREATE INDEX api_keys_agent_id_idx ON api_keys (agent_id);
CREATE INDEX api_keys_enforcement_point_id_idx ON api_keys (enforcement_point_id);

-- The operation ----------------------------------------------------------------

CREATE TABLE operations (
  id                   text PRIMARY KEY,
  status               text NOT NULL DEFAULT 'pending'
                       CHECK (status IN ('pending', 'approved', 'denied', 'expired', 'cancelled')),
  version              integer NOT NULL DEFAULT 1,   -- grows with every change; the ETag
  agent_id             text NOT NULL REFERENCES agents (id),
  api_key_id           text NOT NULL REFERENCES api_keys (id),
  environment_id       text NOT NULL REFERENCES environments (id),
  enforcement_point_id text NOT NULL REFERENCES enforcement_points (id),
  environment          text NOT NULL,
  audience             text NOT NULL,
  action               text NOT NULL,
  resource_type        text NOT NULL,
  resource_id          text NOT NULL,
  resource_name        text,
  submission           json NOT NULL,                -- the body as it came, member order and spelling kept
  operation_digest     text NOT NULL,
  idempotency_key      text NOT NULL,
  request_digest       text NOT NULL,                -- of the whole body: same key, other body is refused
  proof_jkt            text,
  risk                 text NOT NULL CHECK (risk IN ('low', 'medium', 'high', 'critical')),
  report               jsonb NOT NULL,               -- blast_radius/1
  report_digest        text NOT NULL,
  policy               jsonb NOT NULL,               -- what the policy demanded at submission
  policy_digest        text NOT NULL,
  group_id             text NOT NULL REFERENCES groups (id),
  approvals_required   integer NOT NULL CHECK (approvals_required >= 1),
  approvals_received   integer NOT NULL DEFAULT 0,
  created_at           timestamptz NOT NULL DEFAULT now(),
  expires_at           timestamptz NOT NULL,
  first_seen_at        timestamptz,
  decided_at           timestamptz,
  decision_reason      text,
  CHECK (approvals_received <= approvals_required),
  CHECK (status <> 'approved' OR approvals_received = approvals_required),
  CHECK ((status = 'pending') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX operations_agent_idempotency_key ON operations (agent_id, idempotency_key);
CREATE INDEX operations_agent_created_idx ON operations (agent_id, created_at DESC, id DESC);
CREATE INDEX operations_created_idx ON operations (created_at DESC, id DESC);
CREATE INDEX operations_pending_idx ON operations (expires_at) WHERE status = 'pending';

CREATE TABLE decisions (
  id               text PRIMARY KEY,
  operation_id     text NOT NULL REFERENCES operations (id),
  user_id          text NOT NULL REFERENCES users (id),
  verdict          text NOT NULL CHECK (verdict IN ('approve', 'deny')),
  comment          text NOT NULL DEFAULT '',
  operation_digest text NOT NULL,
  shown_digest     text NOT NULL,
  method           text NOT NULL CHECK (method IN ('setup', 'link', 'email', 'passkey')),
  session_id       text NOT NULL REFERENCES sessions (id),
  decided_at       timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX decisions_operation_user_key ON decisions (operation_id, user_id);

-- A grant and its one redemption are one row, so that one UPDATE decides.
CREATE TABLE grants (
  id                   text PRIMARY KEY,             -- the jti
  operation_id         text NOT NULL REFERENCES operations (id),
  enforcement_point_id text NOT NULL REFERENCES enforcement_points (id),
  audience             text NOT NULL,
  status               text NOT NULL DEFAULT 'issued'
                       CHECK (status IN ('issued', 'claimed', 'succeeded', 'failed', 'unknown', 'lapsed', 'revoked', 'expired')),
  operation_digest     text NOT NULL,
  shown_digest         text NOT NULL,
  policy_digest        text NOT NULL,
  proof_jkt            text,
  kid                  text NOT NULL,
  token                text NOT NULL,
  issued_at            timestamptz NOT NULL DEFAULT now(),
  not_before           timestamptz NOT NULL,
  expires_at           timestamptz NOT NULL,
  redemption_id        uuid,
  claimed_by           text REFERENCES api_keys (id),
  claimed_at           timestamptz,
  start_before         timestamptz,
  report_by            timestamptz,
  outcome              text CHECK (outcome IN ('succeeded', 'failed', 'unknown', 'not_started')),
  detail               text,
  actual               jsonb,
  result_digest        text,
  reported_at          timestamptz,
  CHECK (expires_at <= not_before + interval '15 minutes'),
  CHECK ((redemption_id IS NULL) = (claimed_at IS NULL))
);
CREATE UNIQUE INDEX grants_operation_id_key ON grants (operation_id);
CREATE UNIQUE INDEX grants_redemption_key ON grants (enforcement_point_id, redemption_id);
CREATE INDEX grants_issued_idx ON grants (expires_at) WHERE status = 'issued';
CREATE INDEX grants_claimed_idx ON grants (report_by) WHERE status = 'claimed';

-- Single use of a proof of possession.
CREATE TABLE proof_uses (
  jkt        text NOT NULL,
  jti        text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (jkt, jti)
);
CREATE INDEX proof_uses_expires_at_idx ON proof_uses (expires_at);

CREATE TABLE signing_keys (
  kid               text PRIMARY KEY,
  status            text NOT NULL CHECK (status IN ('next', 'active', 'retired')),
  public_jwk        jsonb NOT NULL,
  private_encrypted bytea NOT NULL,                  -- AES-256-GCM, key from the environment
  created_at        timestamptz NOT NULL DEFAULT now(),
  activated_at      timestamptz,
  retired_at        timestamptz
);
CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (status) WHERE status = 'active';

-- Mail goes out from here: a row in the same transaction as what it tells of.
CREATE TABLE outbox (
  id           text PRIMARY KEY,
  kind         text NOT NULL,
  recipient    text NOT NULL,
  payload      jsonb NOT NULL,
  operation_id text REFERENCES operations (id),
  attempts     integer NOT NULL DEFAULT 0,
  available_at timestamptz NOT NULL DEFAULT now(),
  created_at   timestamptz NOT NULL DEFAULT now(),
  sent_at      timestamptz,
  dead_at      timestamptz,
  last_error   text
);
CREATE INDEX outbox_due_idx ON outbox (available_at) WHERE sent_at IS NULL AND dead_at IS NULL;

-- Audit: append-only ---------------------------------------------------------

CREATE TABLE audit_events (
  seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           text NOT NULL,
  action       text NOT NULL,
  actor        jsonb NOT NULL,
  operation_id text,
  subject      text,                                 -- id of what was changed
  data         jsonb NOT NULL,
  request_id   text,
  occurred_at  timestamptz NOT NULL,
  entry        text NOT NULL,                        -- the JCS bytes that were hashed
  leaf_hash    bytea NOT NULL                        -- SHA-256(0x00 ‖ entry), RFC 9162 §2.1.1
);
CREATE UNIQUE INDEX audit_events_id_key ON audit_events (id);
CREATE INDEX audit_events_operation_idx ON audit_events (operation_id, seq) WHERE operation_id IS NOT NULL;
CREATE INDEX audit_events_action_idx ON audit_events (action, seq);

CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_append_only;
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER audit_events_no_truncate;
