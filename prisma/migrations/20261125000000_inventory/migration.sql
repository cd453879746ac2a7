-- What admins register of the things that an operation may hit, and of the copies that would be left.

CREATE TABLE inventory_resources (
  id             text PRIMARY KEY,
  type           text NOT NULL CHECK (length(type) BETWEEN 1 AND 200 AND type !~ '[^!-9;-~]'),
  pattern        text NOT NULL CHECK (length(pattern) BETWEEN 1 AND 500),  -- * for any run of characters
  name           text,
  environment_id text NOT NULL REFERENCES environments (id),
  criticality    text NOT NULL CHECK (criticality IN ('low', 'medium', 'high', 'critical')),
  stateful       boolean,                   -- null: nobody said
  owner          text,
  dependents     text[] NOT NULL DEFAULT '{}',                             -- as type:id
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX inventory_resources_type_pattern_key ON inventory_resources (type, pattern);
CREATE INDEX inventory_resources_environment_id_idx ON inventory_resources (environment_id);
-- A pattern can only match an id that begins as the pattern does: these are found by that beginning.
CREATE INDEX inventory_resources_wildcard_idx ON inventory_resources (type, split_part(pattern, '*', 1))
  WHERE strpos(pattern, '*') > 0;

CREATE TABLE recovery_points (
  id                  text PRIMARY KEY,
  resource_id         text NOT NULL REFERENCES inventory_resources (id),
  name                text NOT NULL,
  taken_at            timestamptz,
  failure_domain      text CHECK (failure_domain LIKE '_%:_%'),                       -- type:id of what it lives in
  deletable_by        text,
  last_tested_restore timestamptz
);
CREATE UNIQUE INDEX recovery_points_resource_name_key ON recovery_points (resource_id, name);
