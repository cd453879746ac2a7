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
      when: [
        { options: "--init-command", does: [], unsure: "It runs another statement first." },
        {
          // Elsewhere than where people keep theirs, whoever wrote the command may have written it too.
          options: "--defaults-file --defaults-extra-file",
          valueUnlike: /^(~|\$HOME|\/root|\/home\/[^/]+|\/etc)\//,
          does: [],
          unsure: "A file of options may name a statement that runs first.",
        },
      ],
    },
  },
};

export const mysqldump: Cli = {
  names: ["mysqldump", "mariadb-dump"],
  attached: "-p",
  provider: "mysql",
  reaches: CLUSTER,
  environment: "-h --host",
  flags:
    "-A -B -C -d -E -e -K -n -q -Q -R -t -v --all-databases --databases --no-data --no-create-info --no-create-db --routines --triggers --skip-triggers --events --single-transaction --quick --skip-lock-tables --add-drop-table --skip-add-drop-table --add-drop-database --skip-comments --compact --hex-blob --extended-insert --skip-extended-insert --complete-insert --no-tablespaces --skip-ssl --column-statistics --skip-opt --opt --order-by-primary --replace --insert-ignore --no-autocommit --skip-dump-date --compress --verbose --default-character-set --set-gtid-purged --password",
  values:
    "-h -P -u -S -w --host --port --user --socket --where --ignore-table --ssl-ca --ssl-mode --protocol --defaults-file --defaults-extra-file --login-path --max-allowed-packet -r --result-file -T --tab",
  commands: {
    "": {
      does: [],
      noun: "file",
      type: "file",
      targets: { by: "-r --result-file -T --tab" },
      when: [
        { options: "-r --result-file -T --tab", does: ["overwrite"] },
        {
          options: "--delete-master-logs --delete-source-logs",
          does: ["recovery_removal"],
          noun: "binary log",
          type: "mysql.binary_log",
          targets: { always: "the server's binary logs" },
        },
        {
          options:
            "-F -l -x --flush-logs --flush-privileges --lock-all-tables --lock-tables --dump-slave --master-data --source-data",
          does: [],
          unsure: "It locks or flushes what others are using.",
        },
      ],
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
