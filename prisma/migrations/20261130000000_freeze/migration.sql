-- The emergency stop: of one environment, or of everything. While it holds, nothing is redeemed.
--
--   thawed ──freeze──► frozen ──► thawed   (an admin's passkey, or its end: a fact of time)
--                      └─freeze─► frozen   (never sooner than it would have ended)
ALTER TABLE environments
  ADD COLUMN frozen_until  timestamptz,   -- null: until someone lifts it
  ADD COLUMN frozen_reason text,
  ADD COLUMN frozen_by     jsonb;         -- the actor

UPDATE environments SET frozen_reason = 'no reason was asked for', frozen_by = '{"kind":"system","task":"migration"}'
WHERE frozen_at IS NOT NULL;

ALTER TABLE installation
  ADD COLUMN frozen_at     timestamptz,
  ADD COLUMN frozen_until  timestamptz,
  ADD COLUMN frozen_reason text,
  ADD COLUMN frozen_by     jsonb;

ALTER TABLE environments ADD CONSTRAINT environments_frozen_check CHECK (
  num_nulls(frozen_at, frozen_reason, frozen_by) IN (0, 3)
  AND (frozen_until IS NULL OR coalesce(frozen_until > frozen_at, false)));
ALTER TABLE installation ADD CONSTRAINT installation_frozen_check CHECK (
  num_nulls(frozen_at, frozen_reason, frozen_by) IN (0, 3)
  AND (frozen_until IS NULL OR coalesce(frozen_until > frozen_at, false)));
