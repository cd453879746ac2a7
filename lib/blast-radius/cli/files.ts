import { GONE, type Cli } from "./cli";

/** `rm` and what else takes files away or empties them. */
export const rm: Cli = {
  names: ["rm", "grm", "trash", "rimraf", "srm"],
  provider: null,
  reaches: null,
  flags:
    "-r -R -f -i -I -d -v -P -x --recursive --force --interactive --one-file-system --no-preserve-root --preserve-root --dir --verbose",
  commands: {
    "": {
      does: ["delete"],
      noun: "file",
      undo: GONE,
      when: [{ options: "-r -R --recursive", does: [], noun: "folder or file", deep: true }],
    },
  },
};

export const rmdir: Cli = {
  names: ["rmdir"],
  provider: null,
  reaches: null,
  flags: "-p -v --parents --verbose --ignore-fail-on-non-empty",
  commands: {
    "": {
      does: ["delete"],
      noun: "empty folder",
      stateful: false,
      undo: {
        value: "rebuildable",
        because: "It only removes folders that are empty.",
        disputed: false,
      },
    },
  },
};

export const unlink: Cli = {
  names: ["unlink"],
  provider: null,
  reaches: null,
  commands: { "": { does: ["delete"], noun: "file", undo: GONE } },
};

export const shred: Cli = {
  names: ["shred"],
  provider: null,
  reaches: null,
  flags: "-f -u -v -x -z --force --verbose --exact --zero",
  values: "-n -s --iterations --size --random-source",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      undo: {
        ...GONE,
        because: "It overwrites the content on purpose, so that nothing can bring it back.",
      },
      when: [
        { options: "-u --remove", does: ["delete"] },
        { operand: /^\/dev\//, does: [], noun: "device", type: "device", technique: "T1561" },
      ],
    },
  },
};

export const truncate: Cli = {
  names: ["truncate"],
  provider: null,
  reaches: null,
  flags: "-c -o --no-create --io-blocks",
  values: "-s -r --size --reference",
  commands: { "": { does: ["truncate"], noun: "file", undo: GONE } },
};

export const mv: Cli = {
  names: ["mv", "gmv"],
  provider: null,
  reaches: null,
  flags:
    "-f -i -n -u -v -T --force --interactive --no-clobber --update --verbose --no-target-directory",
  values: "-t -S --target-directory --suffix",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      unknowns: [
        {
          what: "Is there anything where it is moved to?",
          why: "What is there is overwritten without a word, unless it is a folder.",
          resolve: "Look at the target before approving.",
        },
      ],
    },
  },
};

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
      when: [{ options: "-n --no-clobber", does: [], instead: true }],
    },
  },
};

export const ln: Cli = {
  names: ["ln"],
  provider: null,
  reaches: null,
  flags: "-s -n -v -T -r -L -P --symbolic --no-dereference --verbose --relative",
  values: "-t --target-directory",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { only: "last" },
      when: [{ options: "-f --force", does: ["overwrite"] }],
    },
  },
};

export const tee: Cli = {
  names: ["tee", "sponge"],
  provider: null,
  reaches: null,
  flags: "-i -p --ignore-interrupts",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      undo: GONE,
      when: [
        { options: "-a --append", does: [], instead: true },
        {
          operand: /^\/dev\/(sd|nvme|vd|xvd|hd|mapper|disk|mmcblk|dm-)/,
          does: ["overwrite"],
          technique: "T1561",
          noun: "device",
          type: "device",
        },
      ],
    },
  },
};

/** `5,10p`, `/word/d`, `s/a/b/g`: without `w` and `e`, which write and run. */
const PLAIN_SED =
  /^((\d+|\$|\/[^/\n]*\/)(,(\d+|\$|\/[^/\n]*\/))?)?!?[pdq=]$|^s([/|,#@:])((?!\5)[^\n])*\5((?!\5)[^\n])*\5[gpIi\d]*$/;

export const sed: Cli = {
  names: ["sed", "gsed"],
  attached: "-i",
  provider: null,
  reaches: null,
  flags: "-n -E -r -s -u -z --quiet --silent --regexp-extended --separate --null-data",
  values: "-e -f -l --expression --file",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { skip: 1 },
      when: [
        { options: "-i --in-place", does: ["overwrite"], undo: GONE },
        {
          firstUnlike: PLAIN_SED,
          without: "-e --expression -f --file",
          does: [],
          unsure:
            "Its script may write files or run commands: Countersign only reads the plainest.",
        },
        {
          options: "-f --file",
          does: [],
          unsure: "Its script is in a file that wasn't submitted.",
        },
        {
          options: "-e --expression",
          does: [],
          unsure: "Countersign doesn't read what its -e says.",
        },
      ],
    },
  },
};

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

export const scp: Cli = {
  names: ["scp"],
  provider: null,
  reaches: null,
  flags: "-r -p -q -v -C -3 -4 -6 -B",
  values: "-P -i -l -c -F -J",
  commands: { "": { does: ["overwrite"], noun: "file", targets: { only: "last" } } },
};

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
        { options: "-c --create", does: ["overwrite"], targets: { by: "-f --file" } },
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

export const gzip: Cli = {
  names: ["gzip", "gunzip", "bzip2", "bunzip2", "xz", "unxz", "zstd", "unzip"],
  provider: null,
  reaches: null,
  flags: "-# -d -v -q -9",
  commands: {
    "": {
      does: ["replace"],
      noun: "file",
      undo: {
        value: "reversible",
        because: "It replaces a file by its packed or unpacked form.",
        disputed: false,
      },
      when: [{ options: "-c -k -l -t -p --stdout --keep --list --test", does: [], instead: true }],
    },
  },
};
