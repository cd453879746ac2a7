import type { Cli } from "./cli";
import { FILE, REACHES } from "./download";

export const curl: Cli = {
  names: ["curl"],
  ...REACHES,
  flags:
    "-s -S -f -L -k -v -i -I -g -j -l -n -N -q -R -a -B -p -Z -# -4 -6 -0 -1 -2 -3 -G -O -J --silent --show-error --fail --location --insecure --verbose --include --head --compressed --get --fail-with-body --fail-early --http1.1 --http2 --globoff --no-buffer --remote-name --remote-header-name --location-trusted --netrc --progress-bar --ipv4 --ipv6 --tlsv1.2 --tlsv1.3 --retry-all-errors --retry-connrefused --remote-name-all --path-as-is --anyauth --basic --digest --parallel --no-progress-meter --tlsv1 --tlsv1.0 --tlsv1.1 --http1.0 --http0.9 --http2-prior-knowledge --http3 --http3-only --no-keepalive --no-sessionid --no-alpn --cert-status --ssl --ssl-reqd --tcp-nodelay --tcp-fastopen --junk-session-cookies --list-only --append --remote-time --raw --styled-output --trace-time --negotiate --ntlm --digest --netrc-optional --proxytunnel --proxy-insecure --post301 --post302 --post303 --ignore-content-length --parallel-immediate --create-dirs --crlf --disable --sslv3 --suppress-connect-headers --haproxy-protocol --doh-insecure --no-clobber",
  values:
    "-X -d -H -u -A -b -c -e -F -K -m -o -T -w -x -E -C -D -r -t -U -y -Y -z --request --data --data-raw --data-binary --data-ascii --data-urlencode --json --header --user --user-agent --cookie --cookie-jar --referer --form --form-string --config --max-time --output --upload-file --url --write-out --proxy --cacert --cert --key --connect-timeout --retry --retry-delay --retry-max-time --resolve --limit-rate --oauth2-bearer --output-dir --interface --unix-socket --aws-sigv4 --dump-header --range --max-redirs --proto --ciphers --connect-to --capath --cert-type --key-type --pass --noproxy --dns-servers --doh-url --local-port --max-filesize --parallel-max --pinnedpubkey --proto-default --proto-redir --proxy-user --proxy-header --socks5 --socks5-hostname --socks4 --speed-limit --speed-time --tls-max --tls13-ciphers --curves --time-cond --happy-eyeballs-timeout-ms --keepalive-time --expect100-timeout --rate --continue-at --crlfile --abstract-unix-socket",
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
      hand: { to: "http", form: "curl" },
      when: [
        {
          options: "-w --write-out",
          value: /%output\{|^@/,
          does: ["overwrite"],
          ...FILE,
          targets: { always: "the file that its format names" },
        },
        {
          options: "--proto-default",
          value: /^(?!https?$)/,
          does: [],
          unsure: "Its URL is of a scheme that Countersign doesn't read.",
        },
        {
          // Without a scheme, such a name decides it.
          operand: /^(ftp|dict|ldap|imap|smtp|pop3)\./i,
          does: [],
          unsure: "Its URL is of a scheme that Countersign doesn't read.",
        },
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
