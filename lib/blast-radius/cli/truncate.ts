import { type Cli, GONE } from "./cli";

export const truncate: Cli = {
  names: ["truncate"],
  provider: null,
  reaches: null,
  flags: "-c -o --no-create --io-blocks",
  values: "-s -r --size --reference",
  commands: { "": { does: ["truncate"], noun: "file", undo: GONE } },
};
