-- Who is told what by mail: choices, addresses that don't work, digests, reminders, escalations.
ALTER TABLE users
  ADD COLUMN muted_mails        text[] NOT NULL DEFAULT '{}',  -- kinds that the person doesn't want
  ADD COLUMN mail_bounced_at    timestamptz,
  ADD COLUMN mail_bounce_reason text,
  ADD CONSTRAINT users_muted_mails_check CHECK (muted_mails <@ ARRAY['decided', 'outcome', 'reminder', 'digest']),
  ADD CONSTRAINT users_mail_bounce_check CHECK ((mail_bounced_at IS NULL) = (mail_bounce_reason IS NULL));

ALTER TABLE outbox
  ADD COLUMN admitted_at  timestamptz,                         -- may go out by itself, and counts against the limit
  ADD COLUMN bundled_into text REFERENCES outbox (id);         -- the digest that tells of it instead
CREATE INDEX outbox_operation_idx ON outbox (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX outbox_admitted_idx ON outbox (recipient, admitted_at) WHERE admitted_at IS NOT NULL;
CREATE INDEX outbox_digest_idx ON outbox (recipient, created_at) WHERE kind IN ('approval_digest', 'news_digest');
CREATE INDEX outbox_bundle_idx ON outbox (bundled_into) WHERE bundled_into IS NOT NULL;
-- One digest at a time that nobody has begun to send; what comes later goes into the next.
CREATE UNIQUE INDEX outbox_open_digest_key ON outbox (recipient, kind)
  WHERE kind IN ('approval_digest', 'news_digest') AND attempts = 0 AND sent_at IS NULL AND dead_at IS NULL;

CREATE TABLE escalations (
  operation_id text NOT NULL REFERENCES operations (id),
  step         integer NOT NULL,                               -- its place in the demand's list
  escalated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (operation_id, step)
);
CREATE TABLE reminders (
  operation_id text NOT NULL REFERENCES operations (id),
  stage        text NOT NULL CHECK (stage IN ('half', 'last')),
  reminded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (operation_id, stage)
);

-- What a provider told us is acted on once.
CREATE TABLE received_webhooks (
  id          text PRIMARY KEY,
  received_at timestamptz NOT NULL DEFAULT now()
);

-- How long people took to decide, for what an agent may expect.
CREATE INDEX operations_decided_idx ON operations (environment_id, risk, decided_at DESC) INCLUDE (created_at)
  WHERE status IN ('approved', 'denied');

-- What the log says of an operation is told by mail: one row here, made with the entry or not at all;
-- the app makes a mail to each person of it.
CREATE FUNCTION audit_events_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (id, kind, recipient, payload, operation_id)
  SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), 'event', '',
    jsonb_build_object('action', NEW.action, 'data', NEW.data), o.id
  FROM operations o WHERE o.id = NEW.operation_id;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_events_mail AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (NEW.action IN ('operation.approved', 'operation.denied', 'operation.expired', 'operation.escalated',
    'grant.issued', 'grant.succeeded', 'grant.failed', 'grant.unknown', 'grant.lapsed'))
  EXECUTE FUNCTION audit_events_mail();
