import { unknownDeed, type Reading, type Setting } from "./reading";

/** Variables by which another program than the named one runs, or the named one does something else. */
const DECISIVE =
  /^(PATH|IFS|ENV|BASH_ENV|SHELLOPTS|PROMPT_COMMAND|LD_\w+|DYLD_\w+|\w*PAGER|\w*EDITOR|VISUAL|GIT_\w+|PYTHON\w+|NODE_OPTIONS|PERL5\w*|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|BROWSER|CDPATH|GLOBIGNORE|HOME|XDG_CONFIG_HOME|PS4|MAKEFLAGS|KUBECTL_\w+|KUBECONFIG|TF_\w*CLI\w*|HELM_\w+|DOCKER_CONFIG|AWS_CONFIG_FILE|PGSERVICEFILE|CURL_HOME|NPM_CONFIG_\w+|npm_config_\w+|LESS\w+|TAR_OPTIONS|\w*_COMMAND|OPENSSL_\w+|RSYNC_RSH|\w+RC)$/;

/** Says so where one of them is set for a command. */
export function judgeEnvironment(names: readonly string[], setting: Setting, reading: Reading) {
  const decisive = names.find((name) => DECISIVE.test(name));
  if (decisive)
    reading.add(
      unknownDeed(`the variable ${decisive}`, {
        what: `What runs with ${decisive} set?`,
        why: `${decisive} decides which program runs, or what it does.`,
      }),
      setting,
    );
}
