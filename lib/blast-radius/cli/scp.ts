import type { Cli } from "./cli";

export const scp: Cli = {
  names: ["scp"],
  provider: null,
  reaches: null,
  flags: "-r -p -q -v -C -3 -4 -6 -B",
  values: "-P -i -l -c -F -J",
  commands: { "": { does: ["overwrite"], noun: "file", targets: { only: "last" } } },
};
