-- Read-only connections to live databases, by which the blast radius is counted.
CREATE TABLE connections (
  id                text PRIMARY KEY,
  name              text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  environment_id    text NOT NULL REFERENCES environments (id),
  pattern           text NOT NULL,                 -- of `type:id`, with *
  url_encrypted     bytea NOT NULL,                -- AES-256-GCM, key from the environment
  host              text NOT NULL,
  port              integer NOT NULL,
  database          text NOT NULL,
  username          text NOT NULL,
  server_version    text NOT NULL,
  system_identifier text,                          -- null: the role may not read it
  definer_functions text[] NOT NULL,               -- some that the role may call with their owner's rights
  created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX connections_name_key ON connections (name);
CREATE INDEX connections_environment_id_idx ON connections (environment_id);
