-- An artifact may be stored without its secrets; what the operation is bound to is the SHA-256 of what came.
ALTER TABLE operations
  ADD COLUMN artifact_sha256   text CHECK (artifact_sha256 ~ '^[0-9a-f]{64}$'),  -- null: it came without content
  ADD COLUMN artifact_redacted boolean NOT NULL DEFAULT false;                   -- `submission` holds less than came

-- Until now every artifact was stored as it came.
UPDATE operations
SET artifact_sha256 = encode(sha256(convert_to(submission -> 'artifact' ->> 'content', 'UTF8')), 'hex')
WHERE submission -> 'artifact' ->> 'content' IS NOT NULL;

ALTER TABLE operations
  ADD CHECK ((artifact_sha256 IS NULL) = (submission -> 'artifact' ->> 'content' IS NULL));
