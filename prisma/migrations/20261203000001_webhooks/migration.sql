-- Who else is told: receivers of webhooks, and every delivery to them.
CREATE TABLE webhooks (
  id                        text PRIMARY KEY,
  url_encrypted             bytea NOT NULL,                    -- some services' addresses are their secret
  address                   text NOT NULL,                     -- as much of it as is shown
  description               text NOT NULL DEFAULT '',
  format                    text NOT NULL CHECK (format IN ('standard', 'slack')),
  events                    text[] NOT NULL CHECK (cardinality(events) > 0),
  secret_encrypted          bytea NOT NULL,
  previous_secret_encrypted bytea,                             -- signs too, until then
  previous_until            timestamptz,
  created_by                jsonb NOT NULL,
  created_at                timestamptz NOT NULL DEFAULT now(),
  disabled_at               timestamptz,
  disabled_reason           text,
  CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);

CREATE TABLE webhook_deliveries (
  id              text PRIMARY KEY,
  webhook_id      text NOT NULL,                               -- no foreign key: removing a webhook must never fail what is logged
  event_id        text NOT NULL,                               -- of the audit log; the message's id
  event           text NOT NULL,                               -- as receivers choose it
  attempts        integer NOT NULL DEFAULT 0,
  available_at    timestamptz NOT NULL DEFAULT now(),
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  delivered_at    timestamptz,
  dead_at         timestamptz,
  response_status integer,
  last_error      text,
  replay_of       text
);
CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (webhook_id, available_at) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX webhook_deliveries_webhook_idx ON webhook_deliveries (webhook_id, created_at DESC, id DESC);

-- What receivers call an entry of the log; null: they can't ask for it.
CREATE FUNCTION webhook_event(action text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN action IN ('operation.submitted', 'operation.approved', 'operation.denied', 'operation.expired',
      'operation.cancelled', 'operation.escalated', 'grant.issued', 'grant.revoked', 'environment.frozen',
      'webhook.tested') THEN action
    WHEN action = 'installation.frozen' THEN 'environment.frozen'
    WHEN action = 'grant.claimed' THEN 'grant.redeemed'
    WHEN action IN ('grant.succeeded', 'grant.failed', 'grant.unknown', 'grant.lapsed') THEN 'grant.outcome'
    WHEN action LIKE 'security.%' THEN 'security.*'
  END
$$;

-- A delivery is made with the log's entry or not at all.
CREATE FUNCTION audit_events_webhook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webhook_deliveries (id, webhook_id, event_id, event)
  SELECT 'dlv_' || replace(gen_random_uuid()::text, '-', ''), w.id, NEW.id, webhook_event(NEW.action)
  FROM webhooks w
  WHERE w.disabled_at IS NULL
    AND CASE NEW.action WHEN 'webhook.tested' THEN w.id = NEW.subject ELSE webhook_event(NEW.action) = ANY (w.events) END;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_events_webhook AFTER INSERT ON audit_events FOR EACH ROW
  WHEN (webhook_event(NEW.action) IS NOT NULL) EXECUTE FUNCTION audit_events_webhook();
