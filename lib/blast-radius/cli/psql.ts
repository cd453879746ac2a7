import { type Cli, GONE } from "./cli";
import { CLUSTER, CONNECTION } from "./connection";

/** `\dt public.*`: what only shows. Backquotes run a command, a second backslash begins another. */
const SHOWS =
  /^\\(d[A-Za-z]*[S+]*|l[S+]*|z|s[fv]\+?|conninfo|encoding|timing|errverbose|x|\?|h)([ \t][^\\`\n]*)?$/;

export const psql: Cli = {
  names: ["psql", "pgcli"],
  provider: "postgresql",
  reaches: CLUSTER,
  connects: true,
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
        own: SHOWS,
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
          valueUnlike: /^(ON_ERROR_STOP|ON_ERROR_ROLLBACK|VERBOSITY|ECHO|QUIET)=\w+$/,
          does: [],
          unsure: "Its statements use variables that are set on the command line.",
        },
      ],
    },
  },
};
