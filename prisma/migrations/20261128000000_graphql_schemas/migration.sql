-- The GraphQL API that an enforcement point calls, as admins register it: of the schema only what its mutations take.
CREATE TABLE graphql_schemas (
  enforcement_point_id text PRIMARY KEY REFERENCES enforcement_points (id),
  format               text NOT NULL CHECK (format IN ('sdl', 'introspection')),
  sha256               text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),   -- of the text as it was registered
  bytes                integer NOT NULL,
  mutations            integer NOT NULL,
  compiled             json NOT NULL,                                     -- lib/blast-radius/graphql/compiled-schema.ts
  registered_by        jsonb NOT NULL,                                    -- the actor
  registered_at        timestamptz NOT NULL DEFAULT now()
);
