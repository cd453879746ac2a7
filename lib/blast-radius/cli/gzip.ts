import type { Cli } from "./cli";

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
