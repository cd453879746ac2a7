import { type Cli, GONE } from "./cli";

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
