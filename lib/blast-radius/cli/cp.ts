import type { Cli } from "./cli";

export const cp: Cli = {
  names: ["cp", "gcp", "install", "ditto"],
  provider: null,
  reaches: null,
  flags:
    "-a -b -d -f -i -l -L -n -p -P -r -R -s -u -v -x -T -H --archive --backup --force --interactive --link --no-clobber --recursive --update --verbose --parents --preserve --no-target-directory",
  values: "-t -S -m -o -g --target-directory --suffix --mode --owner --group",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      targets: { only: "last" },
      when: [
        {
          options: "-t --target-directory",
          does: [],
          targets: { by: "-t --target-directory" },
          deep: true,
        },
        { options: "-n --no-clobber", does: [], instead: true },
      ],
    },
  },
};
