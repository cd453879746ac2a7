import { BACK, UNKNOWN_UNDO } from "./act";
import { addMysql, askMysql, type MysqlContext } from "./mysql-context";
import { asNode, mysqlName, nodesIn, type MysqlNode } from "./mysql-node";
import { MYSQL_HARMLESS_VARIABLES, MYSQL_LOUD_VARIABLES } from "./mysql-rules";

export function setMysql(node: MysqlNode, context: MysqlContext): void {
  for (const { left } of nodesIn(node["expr"])) {
    const variable = asNode(left);
    const members = [variable?.["name"], ...((variable?.["members"] ?? []) as unknown[])];
    const name = members
      .filter((one) => typeof one === "string")
      .join(".")
      .toLowerCase();
    const isOwn = variable?.["prefix"] === "@";
    const isGlobal = /global|persist/i.test(`${String(node["keyword"])} ${name}`);
    const setting = name.split(".").at(-1) ?? name;
    if (isOwn || (!isGlobal && MYSQL_HARMLESS_VARIABLES.has(setting))) continue;
    const says = Object.hasOwn(MYSQL_LOUD_VARIABLES, setting)
      ? MYSQL_LOUD_VARIABLES[setting]
      : "Changes a setting";
    addMysql(context, {
      effect: isGlobal ? "overwrite" : "unknown",
      phrase: `${says}${isGlobal ? " of the whole server" : ""} (${name})`,
      target: { type: "mysql.setting", id: name, table: null, stateful: false },
      undo: BACK,
    });
    askMysql(context, `What follows from setting ${name}?`, "It changes what comes after it.");
  }
}

export function useMysql(node: MysqlNode, context: MysqlContext): void {
  askMysql(
    context,
    `Is ${mysqlName(node["db"]) ?? "that"} the database that is meant?`,
    "USE changes which database bare names stand for.",
  );
}

export function grantMysql(node: MysqlNode, context: MysqlContext): void {
  const level = nodesIn(asNode(node["on"])?.["priv_level"])[0];
  const id = [level?.["prefix"], level?.["name"]].filter((p) => typeof p === "string").join(".");
  addMysql(context, {
    effect: "permission_change",
    phrase: `${node["type"] === "revoke" ? "Revokes" : "Grants"} rights on ${id || "(not named)"}`,
    target: {
      type: "mysql.privilege",
      id: id || "(not named)",
      table: id.includes("*") ? null : id || null,
      stateful: false,
    },
    undo: UNKNOWN_UNDO,
  });
}
