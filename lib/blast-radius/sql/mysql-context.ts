import { ask, noteAct, type Reading, type SqlAct, type SqlTarget } from "./act";

export interface MysqlContext {
  readonly reading: Reading;
  /** The statement, as far as the parser's tree tells it apart. */
  readonly by: string;
}

export const addMysql = (
  { reading, by }: MysqlContext,
  act: Omit<SqlAct, "by" | "cascades">,
): void => {
  noteAct(reading, { cascades: false, by, ...act });
};

export const askMysql = ({ reading }: MysqlContext, what: string, why: string): void =>
  ask(reading, {
    what,
    why,
    resolve: "Look it up in MySQL's documentation or the database, and deny if it isn't clear.",
  });

export const mysqlTable = (id: string): SqlTarget => ({
  type: "mysql.table",
  id,
  table: id,
  stateful: true,
});
