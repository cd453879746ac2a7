import { type Cli, each, GONE } from "./cli";
import { CLUSTER } from "./connection";

export const mysql: Cli = {
  names: ["mysql", "mariadb"],
  attached: "-p",
  provider: "mysql",
  reaches: CLUSTER,
  environment: "-h --host -D --database",
  flags:
    "-s -N -B -t -v -f -r -n -E -H -X -C --silent --batch --skip-column-names --force --raw --table --ssl --compress --no-auto-rehash -A --default-character-set --password",
  values:
    "-h -P -u -D -S -e --host --port --user --database --socket --execute --ssl-ca --ssl-mode --protocol --defaults-file --defaults-extra-file --login-path",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: { to: "sql", dialect: "mysql", text: "-e --execute", files: "", stdin: true },
      when: [{ options: "--init-command", does: [], unsure: "It runs another statement first." }],
    },
  },
};

export const mysqladmin: Cli = {
  names: ["mysqladmin", "mariadb-admin"],
  attached: "-p",
  provider: "mysql",
  reaches: CLUSTER,
  environment: "-h --host",
  flags: "-f -s -v --force --silent --password",
  values: "-h -P -u --host --port --user",
  commands: {
    ...each("ping,status,version,variables,processlist,extended-status", {
      does: [],
      bare: true,
      targets: { only: "none" },
    }),
    drop: {
      does: ["delete"],
      noun: "database",
      type: "mysql.database",
      stateful: true,
      undo: GONE,
      deep: true,
    },
    shutdown: {
      does: ["stop"],
      noun: "server",
      type: "mysql.server",
      targets: { always: "the server" },
    },
    kill: { does: ["stop"], noun: "connection", type: "mysql.connection" },
  },
};
