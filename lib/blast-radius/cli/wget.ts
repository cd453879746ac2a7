import type { Cli } from "./cli";
import { FILE, REACHES } from "./download";

export const wget: Cli = {
  names: ["wget"],
  ...REACHES,
  flags:
    "-q -v -c -N -S -nv -r -np -k -p -m -i -b -nc --quiet --no-verbose --continue --no-check-certificate --show-progress --spider --https-only --mirror --no-clobber --content-disposition -4 -6 -nH -nd -x -E -H -L --server-response --no-cache --no-cookies --no-proxy --no-hsts --no-dns-cache --inet4-only --inet6-only --debug -d --no-parent --recursive --page-requisites --convert-links --no-directories --no-host-directories --random-wait --retry-connrefused --trust-server-names",
  values:
    "-O -o -P -t -T -U --output-document --output-file --directory-prefix --tries --timeout --user-agent --header --method --post-data --post-file --body-data --body-file --user --password --execute -e --input-file -w -A -R -D --wait --limit-rate --max-redirect --referer --ca-certificate --ca-directory --certificate --private-key --secure-protocol --http-user --http-password --accept --reject --level --connect-timeout --read-timeout --dns-timeout --waitretry --quota --bind-address --cut-dirs -l --progress",
  commands: {
    "": {
      does: ["overwrite"],
      ...FILE,
      targets: { always: "a file named as in the URL" },
      hand: { to: "http", form: "wget" },
      when: [
        {
          options: "-O --output-document",
          value: /^(\/dev\/null|\/dev\/stdout|-)$/,
          does: [],
          instead: true,
        },
        {
          options: "-O --output-document",
          value: /^(?!\/dev\/(null|stdout)$|-$)/,
          does: ["overwrite"],
          targets: { by: "-O --output-document" },
        },
        { options: "--spider --no-clobber -nc", does: [], instead: true },
        {
          options: "-o --output-file",
          value: /^(?!\/dev\/(null|stdout|stderr)$|-$)/,
          does: ["overwrite"],
          targets: { by: "-o --output-file" },
        },
        {
          options: "-e --execute -i --input-file --use-askpass",
          does: [],
          unsure: "It is told more in a way that Countersign doesn't read.",
        },
      ],
    },
  },
};
