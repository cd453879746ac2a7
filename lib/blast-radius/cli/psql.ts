import { type Cli, GONE } from "./cli";
import { CLUSTER, CONNECTION } from "./connection";

export const psql: Cli = {
  names: ["psql", "pgcli"],
  provider: "postgresql",
  reaches: CLUSTER,
  environment: "-h --host -d --dbname",
  flags:
    "-q -t -A -X -e -E -a -b -x -w -W -1 -n -s -S -z -0 --quiet --tuples-only --no-align --no-psqlrc --single-transaction --echo-all --expanded --csv --no-password",
  values: `${CONNECTION} -v -o -L -P -F -R -T -c -f --set --variable --output --log-file --pset --command --file`,
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: {
        to: "sql",
        dialect: "postgresql",
        text: "-c --command",
        files: "-f --file",
        stdin: true,
      },
      when: [
        { options: "-l --list", without: "-c --command -f --file", does: [], instead: true },
        {
          options: "-o --output -L --log-file",
          does: ["overwrite"],
          noun: "file",
          type: "file",
          targets: { by: "-o --output -L --log-file" },
          undo: GONE,
        },
        {
          options: "-v --set --variable",
          does: [],
          unsure: "Its statements use variables that are set on the command line.",
        },
      ],
    },
  },
};
