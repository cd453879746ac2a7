import { type Cli, type CliRule, each, GONE } from "./cli";
import { CLUSTER, CONNECTION } from "./connection";

const DROP = {
  does: ["delete"],
  stateful: true,
  undo: GONE,
  deep: true,
} satisfies Partial<CliRule>;

export const postgresTools: readonly Cli[] = [
  {
    names: [
      "pg_controldata",
      "pg_config",
      "pg_waldump",
      "pg_verifybackup",
      "pg_amcheck",
      "pg_lsclusters",
    ],
    provider: null,
    reaches: null,
    flags: "-q -f -z -e -s -v --bindir --version --stats --follow --quiet --progress --no-header",
    values:
      "-D -p -t -n -r -x -b -h -U -d --pgdata --path --start --end --limit --rmgr --database --table",
    commands: { "": { does: [], targets: { only: "none" } } },
  },
  {
    names: ["dropdb"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-e -f -i -w -W --if-exists --force --echo --interactive",
    values: `${CONNECTION} --maintenance-db`,
    commands: { "": { ...DROP, noun: "database", type: "postgresql.database" } },
  },
  {
    names: ["dropuser"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-e -i --if-exists",
    values: CONNECTION,
    commands: { "": { does: ["permission_change"], noun: "role", type: "postgresql.role" } },
  },
  {
    names: ["createdb", "pg_isready", "vacuumdb", "reindexdb"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags: "-a -z -v -q --all --analyze",
    values: `${CONNECTION} -T -O -E -t`,
    commands: { "": { does: [], targets: { only: "none" } } },
  },
  {
    names: ["pg_dump", "pg_dumpall"],
    connects: true,
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host",
    flags:
      "-a -s -c -C -O -x -v -p -g -B --all-databases --single-transaction --data-only --schema-only --clean --no-owner --no-acl --gzip --if-exists --routines --triggers --quick",
    values: `${CONNECTION} -F -t -T -n -N -j -Z -u -P --format --table --schema --exclude-table --jobs --uri --db --collection --user --password`,
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        when: [
          {
            options: "-f --file -o --out --archive --result-file -r",
            does: ["overwrite"],
            targets: { by: "-f --file -o --out --archive --result-file -r" },
          },
        ],
      },
    },
  },
  {
    names: ["pg_restore", "mongorestore"],
    provider: "postgresql",
    reaches: CLUSTER,
    environment: "-h --host -d --dbname",
    flags:
      "-a -s -v -O -x -1 -e --no-owner --no-acl --data-only --single-transaction --gzip --exit-on-error",
    values: `${CONNECTION} -j -n -t --jobs --uri --db --archive`,
    commands: {
      "": {
        does: ["overwrite"],
        noun: "database",
        type: "postgresql.database",
        targets: { by: "-d --dbname --db" },
        when: [
          { options: "-c --clean --drop", does: ["delete"] },
          { options: "-l --list -f --file", does: [], instead: true },
        ],
      },
    },
  },
  {
    names: ["pg_ctl"],
    provider: "postgresql",
    reaches: "the server of the folder that it names",
    flags: "-w -s",
    values: "-D -m -l -o -t --pgdata --mode",
    commands: {
      status: { does: [] },
      start: { does: [] },
      reload: { does: [] },
      ...each("stop,restart,promote", {
        does: ["stop"],
        noun: "server",
        type: "postgresql.server",
        targets: { by: "-D --pgdata" },
      }),
      initdb: { does: ["unknown"] },
    },
  },
];
