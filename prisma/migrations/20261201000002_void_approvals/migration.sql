-- An approval that was void before its operation was decided: it counts no more, and stays as evidence.
ALTER TABLE decisions DROP CONSTRAINT decisions_verdict_check,
  ADD CONSTRAINT decisions_verdict_check CHECK (verdict IN ('approve', 'deny', 'void'));
-- Finds what a person's leaving voids.
CREATE INDEX decisions_user_id_idx ON decisions (user_id);
