import type { Cli } from "./cli";

export const tar: Cli = {
  names: ["tar", "gtar", "bsdtar"],
  provider: null,
  reaches: null,
  flags:
    "-v -z -j -J -a -k -p -h -P -O -R --to-stdout --wildcards --no-wildcards --no-anchored --anchored --ignore-case --no-recursion --exclude-vcs --exclude-caches --full-time --utc --totals --no-same-owner --no-same-permissions --same-permissions --preserve-permissions --one-file-system --skip-old-files --keep-newer-files --acls --xattrs --selinux --posix --null --ignore-zeros --force-local --sparse -S -i --dereference --hard-dereference --lzma --lzip --diff --compare -d --verbose --gzip --bzip2 --xz --zstd --auto-compress --keep-old-files --list -t --same-owner --numeric-owner",
  values:
    "-f -C --file --directory --exclude --strip-components -T -X --exclude-from --files-from --transform --xform --quoting-style --warning --mode --owner --group --sort --mtime -b --blocking-factor --exclude-tag --occurrence --newer-mtime -N --format -H",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { by: "-C --directory -f --file" },
      when: [
        {
          options: "-x --extract --get",
          without: "-O --to-stdout",
          does: ["overwrite"],
          unknowns: [],
        },
        {
          options: "-c --create",
          without: "-f=- --file=-",
          does: ["overwrite"],
          targets: { by: "-f --file" },
        },
        {
          options: "-f --file",
          value: /^(?!-$)/,
          without:
            "-t -x -r -u -d --diff --compare --list --extract --get --append --update --delete",
          does: ["overwrite"],
          targets: { by: "-f --file" },
        },
        // `tar xJf`: the first word's letters are options, where no dash stands before them.
        {
          firstUnlike: /^(?![A-Za-z0-9]*[xcruA][A-Za-z0-9]*$)/,
          without: "-t --list -d --diff --compare",
          does: ["overwrite"],
          targets: { only: "none" },
        },
        { options: "-u -r --append --update", does: [] },
        { options: "--remove-files", does: ["delete"] },
        { options: "--delete", does: ["delete"], targets: { by: "-f --file" } },
        {
          options: "--to-command --checkpoint-action -I --use-compress-program --rsh-command",
          does: [],
          unsure: "It runs another program.",
        },
      ],
    },
  },
};
