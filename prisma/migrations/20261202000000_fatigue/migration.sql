-- Against tired reviewers: how much an agent may ask, what was denied before, and what is asked together.
ALTER TABLE agents
  ADD COLUMN max_pending  integer CHECK (max_pending > 0),   -- null: no limit
  ADD COLUMN max_per_hour integer CHECK (max_per_hour > 0);

-- Up to a hundred operations that were submitted as one, to be reviewed on one page.
CREATE TABLE manifests (
  id              text PRIMARY KEY,
  agent_id        text NOT NULL REFERENCES agents (id),
  idempotency_key text NOT NULL,
  request_digest  text NOT NULL,
  size            integer NOT NULL CHECK (size > 0),
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX manifests_agent_idempotency_key ON manifests (agent_id, idempotency_key);

ALTER TABLE operations
  ADD COLUMN manifest_id        text REFERENCES manifests (id),
  ADD COLUMN manifest_position  integer,                               -- from 1
  ADD COLUMN denied_before      text REFERENCES operations (id),       -- asked again after this denial
  ADD COLUMN denied_before_same boolean NOT NULL DEFAULT false,        -- and exactly the same
  ADD CONSTRAINT operations_manifest_check CHECK ((manifest_id IS NULL) = (manifest_position IS NULL));
CREATE UNIQUE INDEX operations_manifest_key ON operations (manifest_id, manifest_position);
CREATE INDEX operations_denied_idx ON operations (environment_id, resource_type, resource_id, decided_at DESC)
  WHERE status = 'denied';
CREATE INDEX operations_agent_pending_idx ON operations (agent_id) WHERE status = 'pending';

-- When each reviewer first opened it: how long a decision took is counted from there.
CREATE TABLE operation_views (
  operation_id    text NOT NULL REFERENCES operations (id),
  user_id         text NOT NULL REFERENCES users (id),
  first_opened_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (operation_id, user_id)
);
