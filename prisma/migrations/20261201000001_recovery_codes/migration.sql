-- Single-use codes that sign a person in who has lost passkey and mailbox. A code is 100 random bits, so
-- that its SHA-256 tells whoever reads the table nothing: a slow hash is for what people choose.
CREATE TABLE recovery_codes (
  code_hash  text PRIMARY KEY,
  user_id    text NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz
);
CREATE INDEX recovery_codes_user_id_idx ON recovery_codes (user_id);

ALTER TABLE sessions DROP CONSTRAINT sessions_method_check,
  ADD CONSTRAINT sessions_method_check
    CHECK (method IN ('setup', 'link', 'email', 'passkey', 'oidc', 'recovery_code'));
ALTER TABLE decisions DROP CONSTRAINT decisions_method_check,
  ADD CONSTRAINT decisions_method_check
    CHECK (method IN ('setup', 'link', 'email', 'passkey', 'oidc', 'recovery_code'));
