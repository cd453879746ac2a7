import { describe, expect, it } from "vitest";
import { readPostgres } from "./read-postgres";

/** Each act as `effect target`. */
const actsOf = async (sql: string) =>
  (await readPostgres(sql)).acts.map(({ effect, target }) => `${effect} ${target?.id ?? "?"}`);
const phrasesOf = async (sql: string) => (await readPostgres(sql)).acts.map((act) => act.phrase);
const questionsOf = async (sql: string) => [...(await readPostgres(sql)).unknowns.keys()];

describe("PostgreSQL, statement by statement", () => {
  it.each([
    ["DELETE FROM shop.orders WHERE id = 1", ["delete shop.orders"]],
    ['DELETE FROM "Shop"."a.b"', ['delete Shop."a.b"']],
    ["UPDATE orders SET paid = true", ["overwrite orders"]],
    ["INSERT INTO orders VALUES (1)", ["create orders"]],
    [
      "INSERT INTO orders VALUES (1) ON CONFLICT (id) DO UPDATE SET paid = true",
      ["create orders", "overwrite orders"],
    ],
    [
      "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED BY SOURCE THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)",
      ["delete t", "overwrite t", "create t"],
    ],
    ["WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", ["delete t"]],
    [
      "WITH u AS (UPDATE a SET x = 1 RETURNING *) DELETE FROM b USING u",
      ["delete b", "overwrite a"],
    ],
    ["TRUNCATE a, ONLY b RESTART IDENTITY CASCADE", ["truncate a", "truncate b"]],
    ["COPY t FROM STDIN", ["create t"]],
    ["COPY t TO STDOUT", []],
    ["COPY t TO '/tmp/t'", ["overwrite /tmp/t"]],
    ["COPY (DELETE FROM t RETURNING *) TO STDOUT", ["delete t"]],
    ["COPY t FROM PROGRAM 'curl example.com'", ["unknown (the server)", "create t"]],
    ["COPY t TO PROGRAM 'rm -rf /'", ["unknown (the server)"]],
    ["SELECT a INTO b FROM t UNION SELECT 1", ["create b"]],
    ["SELECT * FROM t FOR UPDATE", ["stop ?"]],
    ["EXPLAIN DELETE FROM t", []],
    ["EXPLAIN ANALYZE DELETE FROM t", ["delete t"]],
    ["EXPLAIN (ANALYZE off, BUFFERS) DELETE FROM t", []],
    ["EXPLAIN (ANALYZE off, ANALYZE) DELETE FROM t", ["delete t"]],
    ["PREPARE p AS DELETE FROM t; EXECUTE p", ["delete t"]],
    ["EXECUTE p", ["unknown ?"]],
    ["DECLARE c CURSOR FOR SELECT * FROM t", []],
    ["DROP TABLE a, s.b CASCADE", ["delete a", "delete s.b"]],
    ["DROP SCHEMA s CASCADE", ["delete s"]],
    ["DROP DATABASE d WITH (FORCE)", ["delete d"]],
    ["DROP VIEW v", ["delete v"]],
    ["DROP MATERIALIZED VIEW m", ["delete m"]],
    ["DROP INDEX CONCURRENTLY i", ["delete i"]],
    ["DROP SEQUENCE s", ["delete s"]],
    ["DROP EXTENSION e", ["delete e"]],
    ["DROP FUNCTION s.f(int), g", ["delete s.f", "delete g"]],
    ["DROP TYPE s.t", ["delete s.t"]],
    ["DROP TRIGGER x ON s.t", ["stop s.t.x"]],
    ["DROP POLICY p ON t", ["permission_change t.p"]],
    ["DROP ROLE a, b", ["permission_change a", "permission_change b"]],
    ["DROP OWNED BY a CASCADE", ["delete a"]],
    ["REASSIGN OWNED BY a TO b", ["permission_change a"]],
    ["DROP PUBLICATION p", ["stop p"]],
    ["DROP SUBSCRIPTION s", ["stop s"]],
    ["DROP TABLESPACE t", ["delete t"]],
    ["DROP FOREIGN TABLE f", ["detach f"]],
    [
      "ALTER TABLE s.t DROP COLUMN a CASCADE, DROP CONSTRAINT c, ALTER b TYPE int",
      ["delete s.t.a", "delete s.t.c", "overwrite s.t.b"],
    ],
    ["ALTER TABLE t DETACH PARTITION p", ["detach t"]],
    ["ALTER TABLE t SET TABLESPACE x", ["stop t"]],
    ["ALTER TABLE t SET UNLOGGED", ["recovery_removal t"]],
    ["ALTER TABLE t DISABLE TRIGGER ALL", ["stop t"]],
    ["ALTER TABLE t DISABLE ROW LEVEL SECURITY", ["permission_change t"]],
    ["ALTER TABLE t ALTER a SET DEFAULT 0", ["overwrite t"]],
    ["ALTER TABLE t ADD COLUMN a int", ["unknown t.a"]],
    ["ALTER TABLE t OWNER TO u", ["permission_change t"]],
    ["ALTER TABLE s.t RENAME TO u", ["detach s.t"]],
    ["ALTER TABLE t RENAME COLUMN a TO b", ["detach t"]],
    ["ALTER SCHEMA s RENAME TO z", ["detach s"]],
    ["ALTER TABLE t SET SCHEMA s", ["detach t"]],
    ["ALTER TYPE t ADD VALUE 'x'", ["overwrite t"]],
    ["ALTER SEQUENCE s RESTART", ["overwrite s"]],
    ["ALTER DATABASE d SET search_path = x", ["overwrite d"]],
    ["ALTER SYSTEM SET fsync = off", ["overwrite fsync"]],
    ["GRANT SELECT ON t TO u", ["permission_change t"]],
    ["REVOKE ALL ON ALL TABLES IN SCHEMA s FROM PUBLIC", ["permission_change s"]],
    ["GRANT a TO b", ["permission_change a"]],
    ["ALTER ROLE r SUPERUSER", ["permission_change r"]],
    ["ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM u", ["permission_change (not named)"]],
    ["SECURITY LABEL ON TABLE t IS 'x'", ["permission_change t"]],
    ["VACUUM t", []],
    ["VACUUM (FULL) t", ["stop t"]],
    ["CLUSTER t", ["stop t"]],
    ["REINDEX TABLE t", ["stop t"]],
    ["REINDEX TABLE CONCURRENTLY t", []],
    ["LOCK TABLE t", ["stop t"]],
    ["CREATE INDEX ON t (a)", ["stop t"]],
    ["CREATE TABLE t (a int DEFAULT nextval('s'))", ["create t"]],
    ["CREATE TABLE t AS SELECT 1", ["create t"]],
    ["CREATE VIEW v AS SELECT 1", ["create v"]],
    ["CREATE OR REPLACE AGGREGATE a(int) (SFUNC = f, STYPE = int)", ["unknown a"]],
    ["CREATE OR REPLACE VIEW v AS SELECT 1", ["replace v"]],
    ["REFRESH MATERIALIZED VIEW m", ["overwrite m"]],
    ["CREATE TRIGGER x BEFORE INSERT ON t EXECUTE FUNCTION f()", ["unknown t"]],
    ["CREATE RULE r AS ON DELETE TO t DO INSTEAD DELETE FROM u", ["unknown t", "delete u"]],
    ["IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b", ["unknown a"]],
    ["CREATE EXTENSION e", ["unknown e"]],
    ["LOAD 'x'", ["unknown x"]],
    ["NOTIFY n", ["unknown n"]],
    ["COMMENT ON TABLE t IS 'x'", ["overwrite t"]],
    ["DISCARD ALL", ["delete (temporary tables)"]],
    ["DISCARD PLANS", []],
    ["COMMIT PREPARED 'x'", ["unknown ?"]],
    ["SET statement_timeout = 1", []],
    ["SET session_replication_role = replica", ["stop session_replication_role"]],
    ["SET LOCAL search_path = s", ["unknown search_path"]],
    ["SET ROLE admin", ["permission_change role"]],
    ["SET app.tenant = '7'", ["unknown app.tenant"]],
    ["SELECT set_config('search_path', 's', true)", ["unknown search_path"]],
    ["BEGIN; SAVEPOINT s; SHOW work_mem; LISTEN l; FETCH c; CLOSE c; COMMIT", []],
  ])("%s", async (sql, acts) => {
    expect(await actsOf(sql)).toEqual(acts);
  });

  it.each([
    ["INSERT INTO cron.job (command) VALUES ('DROP TABLE orders')", "cron.job"],
    ["INSERT INTO pg_catalog.pg_auth_members VALUES (1, 2, 3)", "pg_catalog.pg_auth_members"],
    ["COPY pg_rewrite FROM STDIN", "pg_rewrite"],
    ["MERGE INTO cron.job USING s ON true WHEN NOT MATCHED THEN INSERT VALUES (1)", "cron.job"],
    ["CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = f)", "public.="],
    ["CREATE AGGREGATE a(int) (SFUNC = f, STYPE = int)", "a"],
    ["CREATE DEFAULT CONVERSION c FOR 'UTF8' TO 'LATIN1' FROM f", "c"],
    ["CREATE OPERATOR CLASS c DEFAULT FOR TYPE int USING btree AS FUNCTION 1 f(int, int)", "c"],
    ["CREATE ACCESS METHOD m TYPE TABLE HANDLER f", "m"],
    ["CREATE FOREIGN DATA WRAPPER w HANDLER f", "w"],
  ])("doesn't take what others will act on for something that only adds: %s", async (sql, id) => {
    expect(await actsOf(sql)).toEqual([`unknown ${id}`]);
    expect((await questionsOf(sql)).join()).toContain("What follows from");
  });

  it("takes a statement that no table knows for an unknown, never for harmless", async () => {
    const { understandStatement } = await import("./understand-statement");
    const { newReading } = await import("./act");
    const reading = newReading();
    understandStatement({ FutureStmt: { name: "x" } } as never, {
      reading,
      source: { script: Buffer.from("FUTURE x"), from: 0, to: 8 },
      isOutermost: true,
      by: "FUTURE x",
      when: null,
      depth: 0,
    });
    expect(reading.acts).toMatchObject([{ effect: "unknown" }]);
    expect(reading.unknowns.size).toBe(1);
  });

  it("counts what stands before a ROLLBACK, and asks", async () => {
    const sql = "BEGIN; DELETE FROM t; ROLLBACK";
    expect(await actsOf(sql)).toEqual(["delete t"]);
    expect(await questionsOf(sql)).toEqual(["Is what the script does really rolled back?"]);
  });

  it("doubts a backslash before a quote, after which other servers read statements", async () => {
    expect(await actsOf(String.raw`SELECT '\''; DROP TABLE t; --'`)).toEqual(["unknown ?"]);
  });
});

describe("function calls", () => {
  it.each([
    ["SELECT lower(name), count(*), now() FROM t WHERE extract(year FROM at) = 2020", []],
    ["SELECT pg_terminate_backend(12)", ["stop 12"]],
    ["SELECT pg_drop_replication_slot('s')", ["delete s"]],
    ["SELECT lo_unlink(77)", ["delete 77"]],
    ["SELECT setval('s.q'::regclass, 1)", ["overwrite s.q"]],
    ["SELECT dblink_exec('c', 'DROP TABLE t')", ["unknown (the server)"]],
    ["SELECT pg_read_file('/etc/passwd')", ["unknown /etc/passwd"]],
    ["SELECT pg_reload_conf()", ["overwrite (the server)"]],
    ["SELECT query_to_xml('DELETE FROM t', true, true, '')", ["unknown (the server)"]],
    ["SELECT my_function()", ["unknown my_function"]],
    ["SELECT delete_old_orders()", ["delete delete_old_orders"]],
    // A schema's own lower() isn't PostgreSQL's.
    ["SELECT public.lower('x')", ["unknown public.lower"]],
    ["SELECT pg_catalog.lower('x')", []],
    ["SELECT 1 OPERATOR(s.+) 2", ["unknown s.+"]],
    ["SELECT * FROM f()", ["unknown f"]],
    ["DELETE FROM t WHERE id = f(1)", ["delete t", "unknown f"]],
    ["CALL p(1)", ["unknown p"]],
    ["CALL lower(1)", ["unknown lower"]],
    ["EXPLAIN SELECT f()", ["unknown f"]],
    ["CREATE VIEW v AS SELECT f()", ["create v", "unknown f"]],
  ])("%s", async (sql, acts) => {
    expect(await actsOf(sql)).toEqual(acts);
  });
});

describe("bodies of code", () => {
  it("reads what a DO block does, and calls dynamic SQL an unknown", async () => {
    const sql = `DO $$ DECLARE r record; x int := f(1); BEGIN
      FOR r IN SELECT * FROM t LOOP DELETE FROM u WHERE id = r.id; END LOOP;
      EXECUTE 'DROP TABLE q';
      EXECUTE format('DROP TABLE %I', r.name);
      x := g(2);
      PERFORM h();
      RAISE NOTICE '%', k();
    EXCEPTION WHEN OTHERS THEN TRUNCATE log; END $$`;
    expect((await actsOf(sql)).toSorted()).toEqual([
      "delete q",
      "delete u",
      "truncate log",
      "unknown ?",
      "unknown f",
      "unknown g",
      "unknown h",
      "unknown k",
    ]);
    expect((await questionsOf(sql)).join()).toContain("What SQL does EXECUTE run");
  });

  it.each([
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM t'",
    "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$",
    "CREATE OR REPLACE PROCEDURE f() LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END",
  ])("says that it is later: %s", async (sql) => {
    expect(await phrasesOf(sql)).toContainEqual(
      expect.stringMatching(/^(When f is called|Later): deletes every row of t/),
    );
  });

  it("reads bodies whose variables have the types of tables", async () => {
    const sql = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE a users%ROWTYPE; b shop.users.id%TYPE; c shop.mood[];
      BEGIN DELETE FROM t WHERE id = OLD.id; RETURN NEW; END $$`;
    expect(await actsOf(sql)).toEqual(["create f", "delete t"]);
  });

  it.each([
    ["DO LANGUAGE plpython3u 'import os'", "unknown ?"],
    ["DO $$ BEGIN this is no plpgsql END $$", "unknown ?"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'sym'", "unknown ?"],
    ["DO $$ BEGIN EXECUTE $q$ DO $r$ BEGIN DELETE FROM t; END $r$ $q$; END $$", "delete t"],
  ])("%s", async (sql, act) => {
    expect(await actsOf(sql)).toContain(act);
  });
});

describe("how many rows a WHERE leaves", () => {
  it.each([
    ["", "every row of t (it has no WHERE)"],
    ["WHERE true", "always true"],
    ["WHERE 1 = 1", "always true"],
    ["WHERE 'a' = 'a' AND NOT false", "always true"],
    ["WHERE id = 1 OR true", "always true"],
    ["WHERE (1 < 2) IS TRUE", "always true"],
    ["WHERE 't'::bool", "always true"],
    ["WHERE EXISTS (SELECT 1)", "always true"],
    ["WHERE id IS NOT DISTINCT FROM id", "always true"],
    ["WHERE id = id", "but those with NULL"],
    ["WHERE name LIKE '%'", "but those with NULL"],
    ["WHERE id IS NULL OR id IS NOT NULL", "every row"],
    ["WHERE id = 1", "rows of t where id = 1"],
    ["WHERE id = other", "rows of t where id = other"],
    ["WHERE random() = random()", "rows of t where random() = random()"],
    [
      "WHERE (a = 1 OR NOT b) AND c IN (1, (2)) RETURNING *",
      "where (a = 1 OR NOT b) AND c IN (1, (2))",
    ],
    ["WHERE name = 'é' -- one", "where name = 'é'"],
    ["WHERE id = 1 -- one only\n OR id > 1", "where id = 1 OR id > 1"],
    [String.raw`WHERE a = E'\'--' OR id > 1`, String.raw`where a = E'\'--' OR id > 1`],
    ["WHERE a = 'x--' /* and */ OR b", "where a = 'x--' OR b"],
  ])("DELETE FROM t %s", async (where, phrase) => {
    expect((await phrasesOf(`DELETE FROM t ${where}`))[0]).toContain(phrase);
  });
});
