import type { Cli } from "./cli";
import { FILE, REACHES } from "./download";

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
