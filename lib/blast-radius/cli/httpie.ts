import type { Cli } from "./cli";
import { FILE, REACHES } from "./download";

export const httpie: Cli = {
  names: ["http", "https", "xh", "xhs"],
  ...REACHES,
  flags:
    "-j -f -v -h -b -q -F -c -I --json --form --verbose --headers --body --quiet --follow --check-status --ignore-stdin --offline --download -d --stream -S --pretty",
  values:
    "-a -A -o -p -s --auth --auth-type --output --print --style --raw --timeout --verify --session --proxy --cert --max-redirects",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: { to: "http", form: "httpie" },
      when: [
        {
          options: "-o --output -d --download",
          does: ["overwrite"],
          ...FILE,
          targets: { by: "-o --output" },
        },
      ],
    },
  },
};
