import type { Cli } from "./cli";

export const rsync: Cli = {
  names: ["rsync"],
  provider: null,
  reaches: null,
  flags:
    "-a -v -r -u -z -h -l -p -t -g -o -D -H -A -X -P -W -c -x -i -q -S -R -b --archive --verbose --recursive --update --compress --progress --partial --stats --checksum --human-readable --links --perms --times --group --owner --ignore-existing --existing --backup --delete-excluded-not --numeric-ids --itemize-changes --no-owner --no-group --info",
  values:
    "-f --exclude --include --exclude-from --include-from --filter --bwlimit --port --chmod --chown --backup-dir --suffix --timeout --files-from --log-file --max-size --min-size",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "folder or file",
      targets: { only: "last" },
      deep: true,
      dry: "-n --dry-run",
      when: [
        {
          options:
            "--delete --delete-before --delete-during --delete-after --delete-delay --delete-excluded --delete-missing-args --del",
          does: ["delete"],
        },
        { options: "--remove-source-files", does: ["delete"], targets: { skip: 0 } },
        {
          options: "-e --rsh --rsync-path",
          does: [],
          unsure: "It runs another program to connect.",
        },
      ],
    },
  },
};
