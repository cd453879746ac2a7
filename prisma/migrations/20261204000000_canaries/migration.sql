-- Agents whose requests are planted, to see whether they are read: no grant of theirs is ever usable.
ALTER TABLE agents ADD COLUMN canary boolean NOT NULL DEFAULT false;

-- What was planted must not become real, nor the other way round.
CREATE FUNCTION refuse_canary_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an agent is a canary from its first day or never' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER agents_canary_stays BEFORE UPDATE OF canary ON agents
  FOR EACH ROW WHEN (OLD.canary IS DISTINCT FROM NEW.canary) EXECUTE FUNCTION refuse_canary_change();
ALTER TABLE agents ENABLE ALWAYS TRIGGER agents_canary_stays;
