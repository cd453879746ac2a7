import { describe, expect, it } from "vitest";
import { readMysql } from "./read-mysql";

const actsOf = async (sql: string) =>
  (await readMysql(sql)).acts.map(({ effect, target }) => `${effect} ${target?.id ?? "?"}`);

describe("MySQL", () => {
  it.each([
    ["DELETE FROM shop.orders WHERE id = 1", ["delete shop.orders"]],
    ["DELETE a, y FROM a JOIN b AS y ON a.id = y.id", ["delete a", "delete b"]],
    ["UPDATE a JOIN b AS y ON a.id = y.id SET y.x = 1", ["overwrite b"]],
    ["UPDATE a, b SET x = 1", ["overwrite a", "overwrite b"]],
    ["INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1", ["create t", "overwrite t"]],
    ["REPLACE INTO t VALUES (1)", ["replace t"]],
    ["TRUNCATE TABLE t", ["truncate t"]],
    ["DROP TABLE IF EXISTS a.t, b", ["delete a.t", "delete b"]],
    ["DROP DATABASE d", ["delete d"]],
    ["DROP TRIGGER x", ["stop x"]],
    ["INSERT INTO mysql.user (user) VALUES ('x')", ["unknown mysql.user"]],
    ["ALTER TABLE t DROP COLUMN a, ADD COLUMN b int", ["delete t", "create t"]],
    ["ALTER TABLE t TRUNCATE PARTITION p", ["truncate t"]],
    ["ALTER TABLE t ENGINE = InnoDB", ["overwrite t"]],
    ["RENAME TABLE a TO b", ["detach a", "detach b"]],
    ["LOAD DATA INFILE 'x' REPLACE INTO TABLE t", ["create t", "replace t"]],
    ["SELECT * INTO OUTFILE '/tmp/x' FROM t", ["overwrite /tmp/x"]],
    ["SELECT * FROM t FOR UPDATE", ["stop ?"]],
    ["SELECT upper(name), count(*) FROM t", []],
    ["SELECT sleep(10)", ["unknown sleep"]],
    ["SELECT mydb.upper(1)", ["unknown mydb.upper"]],
    ["CALL purge_orders()", ["delete purge_orders"]],
    ["SET foreign_key_checks = 0", ["unknown foreign_key_checks"]],
    ["SET GLOBAL wait_timeout = 1", ["overwrite wait_timeout"]],
    ["SET @x = 1", []],
    ["GRANT ALL ON *.* TO u", ["permission_change *.*"]],
    ["CREATE OR REPLACE VIEW v AS SELECT 1", ["unknown ?"]],
    ["LOCK TABLES t WRITE; UNLOCK TABLES", ["stop t"]],
    ["SELECT 1; DROP TABLE t", ["delete t"]],
    ["SELECT 1 -- nothing\n; DROP TABLE t", ["delete t"]],
    [String.raw`SELECT 'a\'; DROP TABLE t; -- '`, ["unknown ?"]],
  ])("%s", async (sql, acts) => {
    expect(await actsOf(sql)).toEqual(acts);
  });

  it.each([
    ["ambiguous", "/*!50000 DROP TABLE t */"],
    ["ambiguous", "SELECT 1 /*M! ; DROP TABLE t */"],
    ["ambiguous", "SELECT 5--1; DROP TABLE t"],
    ["syntax", "DELIMITER //\nDROP TABLE t//"],
    ["syntax", "KILL 1"],
    ["syntax", "PURGE BINARY LOGS TO 'x'"],
    ["syntax", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t"],
    ["empty", "-- nothing"],
    ["nul", "SELECT 1;\0DROP TABLE t"],
    ["too_deep", `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`],
  ])("says %s of what it can't be sure of: %s", async (code, sql) => {
    await expect(readMysql(sql)).rejects.toMatchObject({ code });
  });

  it.each([
    ["", "every row of t (it has no WHERE)"],
    [" WHERE 1", "always true"],
    [" WHERE NOT false OR id = 1", "always true"],
    [" WHERE id = id", "but those with NULL"],
    [" WHERE id = 1", "rows of t where its WHERE holds"],
    [" LIMIT 5", "some rows of t (it has no WHERE)"],
  ])("DELETE FROM t%s", async (where, phrase) => {
    expect((await readMysql(`DELETE FROM t${where}`)).acts[0]?.phrase).toContain(phrase);
  });
});
