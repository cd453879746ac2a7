import type { Cli } from "./cli";
import { LOCAL } from "./machine";

const FILE = { noun: "file", type: "file" } as const;

/** Programs that turn one stream or file into another. */
export const streams: readonly Cli[] = [
  {
    names: ["iconv", "shuf", "pr", "fmt", "pv"],
    ...LOCAL,
    flags: "-c -l -e -r -z -b -p -a -q --list --repeat --echo",
    values: "-f -t -n -i -w -s -L --from-code --to-code --head-count --input-range --width --size",
    commands: {
      "": {
        does: [],
        ...FILE,
        targets: { by: "-o --output" },
        values: "-o --output",
        when: [{ options: "-o --output", does: ["overwrite"] }],
      },
    },
  },
  {
    names: ["split", "csplit"],
    ...LOCAL,
    flags: "-d -x -e -u -z -k -q -s",
    values: "-a -b -C -l -n -f --bytes --lines --number --additional-suffix",
    commands: {
      "": {
        does: ["overwrite"],
        ...FILE,
        targets: { always: "files that begin with its prefix" },
        when: [{ options: "--filter", does: [], unsure: "It runs another program." }],
      },
    },
  },
  {
    names: ["7z", "7za", "7zz"],
    ...LOCAL,
    flags: "-y -bd -slt -r",
    commands: {
      l: { does: [], targets: { only: "none" } },
      t: { does: [], targets: { only: "none" } },
      ...Object.fromEntries(
        ["a", "u", "x", "e", "rn"].map((name) => [name, { does: ["overwrite"], ...FILE }]),
      ),
      d: { does: ["delete"], ...FILE },
    },
  },
  {
    names: ["dos2unix", "unix2dos"],
    ...LOCAL,
    flags: "-q -k -i",
    commands: {
      "": {
        does: ["overwrite"],
        ...FILE,
        when: [{ options: "-i --info", does: [], instead: true }],
      },
    },
  },
  {
    names: ["patch"],
    ...LOCAL,
    flags: "-N -R -s -E -p0 -p1 -p2 --forward --reverse",
    values: "-p -i -d --strip --input --directory",
    commands: {
      "": {
        does: ["overwrite"],
        ...FILE,
        targets: { always: "the files that the patch names" },
        dry: "--dry-run",
      },
    },
  },
];
