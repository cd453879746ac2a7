import type { Cli } from "./cli";

export const tar: Cli = {
  names: ["tar", "gtar", "bsdtar"],
  provider: null,
  reaches: null,
  flags:
    "-v -z -j -J -a -k -p -h -P --verbose --gzip --bzip2 --xz --zstd --auto-compress --keep-old-files --list -t --same-owner --numeric-owner",
  values: "-f -C --file --directory --exclude --strip-components -T -X --exclude-from --files-from",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { by: "-C --directory -f --file" },
      when: [
        { options: "-x --extract --get", does: ["overwrite"], unknowns: [] },
        { operand: /^[a-z]*x[a-z]*$/, does: ["overwrite"], targets: { only: "none" } },
        {
          options: "-c --create",
          without: "-f=- --file=-",
          does: ["overwrite"],
          targets: { by: "-f --file" },
        },
        {
          options: "-f --file",
          value: /^(?!-$)/,
          without: "-t -x -r -u --list --extract --get --append --update --delete",
          does: ["overwrite"],
          targets: { by: "-f --file" },
        },
        { operand: /^[a-z]*c[a-z]*f?$/, does: ["overwrite"], targets: { only: "none" } },
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
