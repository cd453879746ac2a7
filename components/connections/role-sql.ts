/** Makes a role that can read one schema and nothing else; the same is in docs/collectors.md. */
export const ROLE_SQL = `CREATE ROLE countersign_reader LOGIN PASSWORD 'choose one'
  NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 4;
GRANT CONNECT ON DATABASE shop TO countersign_reader;

-- For each schema that operations may hit:
GRANT USAGE ON SCHEMA public TO countersign_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO countersign_reader;
-- For tables that are made later, as the role that makes them:
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO countersign_reader;

-- Before PostgreSQL 15 everyone may create things in public:
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- As a superuser, where you can: no count fills the server's disk.
ALTER ROLE countersign_reader SET temp_file_limit = '1GB';`;
