-- People who sign in at an OpenID Connect provider.

-- Whom a provider's `sub` names. Bound at the first sign-in; from then on `sub` decides, not the address.
CREATE TABLE accounts (
  issuer       text NOT NULL,
  subject      text NOT NULL,
  user_id      text NOT NULL REFERENCES users (id),
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX accounts_issuer_user_key ON accounts (issuer, user_id);

-- A sign-in that is under way at the provider, bound to the browser that began it. Of `state` and of the
-- browser's cookie only the SHA-256 is stored; the verifier is of use to the client's secret only.
CREATE TABLE oidc_sign_ins (
  state_hash    text PRIMARY KEY,
  browser_hash  text NOT NULL,
  nonce         text NOT NULL,
  code_verifier text NOT NULL,
  next          text,
  expires_at    timestamptz NOT NULL,
  consumed_at   timestamptz
);
CREATE INDEX oidc_sign_ins_expires_at_idx ON oidc_sign_ins (expires_at);

-- Who says that a person is in a group. A membership of the provider's comes and goes with its claim.
ALTER TABLE group_members ADD COLUMN source text NOT NULL DEFAULT 'hand'
  CHECK (source IN ('hand', 'provider'));

ALTER TABLE sessions DROP CONSTRAINT sessions_method_check,
  ADD CONSTRAINT sessions_method_check CHECK (method IN ('setup', 'link', 'email', 'passkey', 'oidc'));
ALTER TABLE decisions DROP CONSTRAINT decisions_method_check,
  ADD CONSTRAINT decisions_method_check CHECK (method IN ('setup', 'link', 'email', 'passkey', 'oidc'));
