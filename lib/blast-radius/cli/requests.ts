import { GONE, type Cli } from "./cli";

const FILE = { noun: "file", type: "file", undo: GONE } as const;
const REACHES = { provider: "http", reaches: null } as const;

export const curl: Cli = {
  names: ["curl"],
  ...REACHES,
  flags:
    "-s -S -f -L -k -v -i -I -g -j -l -n -N -q -R -a -B -p -Z -# -4 -6 -0 -1 -2 -3 -G -O -J --silent --show-error --fail --location --insecure --verbose --include --head --compressed --get --fail-with-body --fail-early --http1.1 --http2 --globoff --no-buffer --remote-name --remote-header-name --location-trusted --netrc --progress-bar --ipv4 --ipv6 --tlsv1.2 --tlsv1.3 --retry-all-errors --retry-connrefused --remote-name-all --path-as-is --anyauth --basic --digest --parallel --no-progress-meter",
  values:
    "-X -d -H -u -A -b -c -e -F -K -m -o -T -w -x -E -C -D -r -t -U -y -Y -z --request --data --data-raw --data-binary --data-ascii --data-urlencode --json --header --user --user-agent --cookie --cookie-jar --referer --form --form-string --config --max-time --output --upload-file --url --write-out --proxy --cacert --cert --key --connect-timeout --retry --retry-delay --retry-max-time --resolve --limit-rate --oauth2-bearer --output-dir --interface --unix-socket --aws-sigv4 --dump-header --range --max-redirs --proto --ciphers",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: { to: "http", form: "curl" },
      when: [
        {
          options: "-o --output -D --dump-header -c --cookie-jar",
          value: /^(?!\/dev\/(null|stdout|stderr)$|-$)/,
          does: ["overwrite"],
          ...FILE,
          targets: { by: "-o --output -D --dump-header -c --cookie-jar" },
        },
        {
          options: "-O --remote-name --remote-name-all",
          does: ["overwrite"],
          ...FILE,
          targets: { always: "a file named as in the URL" },
        },
      ],
    },
  },
};

export const wget: Cli = {
  names: ["wget"],
  ...REACHES,
  flags:
    "-q -v -c -N -S -nv -r -np -k -p -m -i -b -nc --quiet --no-verbose --continue --no-check-certificate --show-progress --spider --https-only --mirror --no-clobber --content-disposition",
  values:
    "-O -o -P -t -T -U --output-document --output-file --directory-prefix --tries --timeout --user-agent --header --method --post-data --post-file --body-data --body-file --user --password --execute -e --input-file",
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
          options: "-e --execute -i --input-file --use-askpass",
          does: [],
          unsure: "It is told more in a way that Countersign doesn't read.",
        },
      ],
    },
  },
};

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
