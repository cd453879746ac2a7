import type { Undo } from "../deeds/deed";
import { adds, each, harmless, type Cli, type CliRule } from "./cli";
import { NOTHING } from "./machine";

const REFLOG: Undo = {
  value: "restorable",
  because:
    "The commits stay in the repository's reflog for some weeks, for whoever has that clone.",
  disputed: false,
};
const UNCOMMITTED: Undo = {
  value: "irreversible",
  because: "What was never committed is kept nowhere.",
  disputed: false,
};
const REMOTE: Undo = {
  value: "unknown",
  because: "Only a clone that still has the old commits can bring them back to the remote.",
  disputed: false,
};
const READ = {
  flags:
    "-# -p -u -s -w -b -a -v -z -M -C -r -i -q -g --oneline --all --stat --graph --decorate --patch --name-only --name-status --cached --staged --no-pager --porcelain --short --branch --shortstat --numstat --word-diff --no-color --color --raw --follow --abbrev-commit --merges --no-merges --first-parent --reverse --summary --verbose --quiet --get --list --heads --tags --long --always --dirty --exit-code --show-toplevel --is-inside-work-tree --abbrev-ref --show-current --contains --merged --no-merged -l -h --help --untracked-files --ignored --date-order --topo-order --left-right --cherry-pick --full-index --binary --no-renames --ignore-space-change --ignore-all-space --source --tree --human-readable -H -t -d -e -f -R -W -1 -2 -3 -m -c -y --cc --children --parents --boundary --cherry --cherry-mark --find-renames --find-copies --find-copies-harder --function-context --ignore-blank-lines --ignore-submodules --dirstat --check --quiet --minimal --patience --histogram --patch-with-stat --patch-with-raw --compact-summary --color-words --text --name-rev --recursive --no-walk --walk-reflogs --simplify-by-decoration --full-history --show-signature --no-notes --notes --no-decorate --no-patch --no-ext-diff --no-textconv --no-prefix --no-stat --relative-date --log-size --use-mailmap --no-mailmap --clear-decorations --objects --all-match --invert-grep --regexp-ignore-case --extended-regexp --fixed-strings --perl-regexp --line-number --files-with-matches --name --count-only --ignore-case --word-regexp --untracked --no-index --recurse-submodules --numbered --email --show-email --root --incremental --line-porcelain --show-name --show-number --score-debug --is-bare-repository --is-inside-git-dir --git-dir --git-common-dir --absolute-git-dir --show-prefix --show-cdup --show-superproject-working-tree --verify --revs-only --symbolic --symbolic-full-name --left-only --right-only --disk-usage --in-commit-order --reflog --stdin --dereference --hash --is-ancestor --octopus --independent --fork-point --all-refs --only-trees --exact-match --candidates --debug --full-tree --full-name --batch --batch-check --ahead-behind --no-ahead-behind --null --renames --show-stash --column --no-column --sparse --remotes --branches --not",
  values:
    "--decorate-refs --decorate-refs-exclude --exclude --glob --skip --min-parents --max-parents --committer --rename-limit --diff-algorithm --inter-hunk-context --ws-error-highlight --submodule --relative --anchored --find-object --max-depth --threads --default --prefix --branches-like --ignore-rev --ignore-revs-file --date-format -n --max-count --since --until --after --before --author --grep --format --pretty --date -S -G -L --sort --count --diff-filter --unified -U --points-at --abbrev --match",
} as const;

/** `ext::sh -c …` as the name of a remote runs it. */
const REMOTE_HELPER = /^[a-z0-9]+::/i;
const RUNS_A_HELPER = "The remote's name makes git run another program.";

const PUSH: CliRule = {
  does: ["create"],
  noun: "ref of the remote",
  type: "git.remote_ref",
  targets: { skip: 1 },
  flags:
    "-u -v -q -4 -6 --set-upstream --tags --follow-tags --all --verbose --quiet --progress --porcelain --atomic --no-verify --thin --no-thin --signed --no-force --branches",
  values: "-o --push-option --recurse-submodules",
  dry: "-n --dry-run",
  undo: REMOTE,
  stateful: true,
  when: [
    { operand: REMOTE_HELPER, does: [], unsure: RUNS_A_HELPER },
    { options: "-f --force --force-with-lease --force-if-includes", does: ["overwrite"] },
    { options: "--mirror --prune", does: ["overwrite", "delete"] },
    { options: "-d --delete", does: ["delete"] },
    { operand: /^\+|:\+/, does: ["overwrite"] },
    { operand: /^\+?:./, does: ["delete"] },
    {
      options: "--repo --receive-pack --exec",
      does: [],
      unsure: "It names another program or place to push to.",
    },
  ],
};

export const git: Cli = {
  names: ["git", "hub"],
  provider: null,
  reaches: null,
  flags:
    "--no-pager --bare --no-replace-objects --literal-pathspecs --no-optional-locks --version --paginate -P",
  values: "-C --git-dir --work-tree --namespace",
  commands: {
    ...harmless(
      "status,log,diff,show,blame,shortlog,describe,rev-parse,rev-list,ls-tree,cat-file,name-rev,merge-base,grep,whatchanged,cherry,count-objects,var,version,help,show-ref,for-each-ref,diff-tree,verify-commit,reflog show,stash list,stash show,remote show,remote get-url,tag -l,worktree list,submodule status,submodule summary,config get,config list,check-ignore,check-attr,check-ref-format,check-mailmap,range-diff,merge-tree,verify-tag,verify-pack,get-tar-commit-id,patch-id,stripspace,diff-index,diff-files,cherry,show-branch,annotate,lfs ls-files,lfs status,lfs env,bundle verify,bundle list-heads,sparse-checkout list,column",
      READ,
    ),
    ...harmless("ls-files", {
      flags: `${READ.flags} -m -o -d -c -k -t --modified --others --deleted --exclude-standard --error-unmatch`,
    }),
    ...each("fetch,ls-remote", {
      does: [],
      noun: "ref",
      type: "git.ref",
      flags:
        "-v -q -p -n -4 -6 -t -a -k --no-recurse-submodules --no-prune --keep --append --update-shallow --no-auto-gc --no-auto-maintenance --get-url --symref --exit-code --all --verbose --quiet --tags --no-tags --bare --mirror --recursive --recurse-submodules --single-branch --unshallow --prune --depth --heads --refs --atomic --progress",
      values:
        "-b -o -j --branch --origin --depth --jobs --sort --filter --shallow-since --reference --deepen",
      dry: "--dry-run",
      when: [
        { operand: REMOTE_HELPER, does: [], unsure: RUNS_A_HELPER },
        { options: "-f --force", does: ["overwrite"], undo: REFLOG },
        { operand: /^\+/, does: ["overwrite"], undo: REFLOG },
        {
          options: "-p -P --prune --prune-tags",
          does: ["delete"],
          noun: "ref that the remote no longer has",
          targets: { always: "refs that the remote no longer has" },
        },
      ],
    }),
    fsck: {
      ...NOTHING,
      flags:
        "--full --strict --no-dangling --dangling --unreachable --root --tags --cache --no-reflogs --connectivity-only --verbose --progress --no-progress --name-objects -v",
      // What it finds it then writes into `.git/lost-found`.
      when: [{ options: "--lost-found", does: ["create"] }],
    },
    archive: {
      does: [],
      noun: "file",
      type: "file",
      targets: { by: "-o --output" },
      flags: "-v -l --verbose --list --worktree-attributes -0 -1 -9",
      values: "-o --output --format --prefix --add-file --mtime",
      when: [
        { options: "-o --output", does: ["overwrite"] },
        { options: "--remote --exec", does: [], unsure: "It makes another program run." },
      ],
    },
    clone: {
      does: ["create"],
      noun: "copy of a repository",
      type: "git.repository",
      targets: { only: "last" },
      flags:
        "-v -q -n -4 -6 -l -s --shallow-submodules --no-single-branch --remote-submodules --sparse --no-hardlinks --dissociate --verbose --quiet --no-tags --bare --mirror --recursive --recurse-submodules --single-branch --no-checkout --progress",
      values: "-b -o -j --branch --origin --depth --jobs --filter --shallow-since --reference",
      when: [{ operand: REMOTE_HELPER, does: [], unsure: RUNS_A_HELPER }],
    },
    commit: {
      does: ["create"],
      noun: "commit",
      type: "git.commit",
      targets: { always: "a commit on the current branch" },
      flags:
        "-a -v -q -s -S -p -n -e --all --verbose --quiet --signoff --no-verify --no-edit --patch --allow-empty --dry-run",
      values: "-m -F -C -c --message --file --author --date --trailer --fixup",
      undo: REFLOG,
      when: [{ options: "--amend", does: ["overwrite"] }],
    },
    ...harmless("add,mv,notes show,stash push,stash save,bisect log", {
      flags:
        "-a -m -v -q -s -S -A -u -p -n --all --amend-not --verbose --quiet --signoff --no-verify --no-edit --tags --bare --patch --intent-to-add --include-untracked --update --keep-index",
      values: "-m -F -b -j --message --file --author --date --depth --branch --jobs --trailer",
    }),
    ...adds("init,remote add,worktree add", {
      noun: "entry",
      type: "git.repository",
      flags: "-q --quiet --bare --detach",
      values: "-b --initial-branch",
    }),
    "": { does: [], targets: { only: "none" } },
    push: PUSH,
    config: {
      does: [],
      noun: "setting",
      type: "git.setting",
      targets: { only: "first" },
      flags: "--global --local --system --show-origin --show-scope --name-only -z",
      unsure: "A setting can make git run other programs.",
      when: [
        {
          options: "--get --get-all --get-regexp --list -l",
          without: "--unset --unset-all --add --replace-all --edit -e --file -f",
          does: [],
          instead: true,
        },
        { options: "--unset --unset-all --remove-section", does: ["delete"] },
      ],
    },
    reset: {
      does: [],
      noun: "working copy",
      type: "git.working_copy",
      targets: { always: "the working copy" },
      flags: "-q --quiet --soft --mixed -N --keep --no-refresh -p",
      undo: UNCOMMITTED,
      when: [{ options: "--hard --merge", does: ["overwrite"] }],
    },
    clean: {
      does: ["delete"],
      noun: "untracked file",
      type: "file",
      targets: { always: "untracked files" },
      flags: "-d -x -X -f -q -i --force --quiet --interactive",
      values: "-e --exclude",
      dry: "-n --dry-run",
      undo: UNCOMMITTED,
    },
    branch: {
      does: [],
      noun: "branch",
      type: "git.branch",
      flags: `${READ.flags} -t --track --no-track --set-upstream-to --edit-description`,
      values: `${READ.values} -u`,
      undo: REFLOG,
      when: [
        { options: "-D -d --delete", does: ["delete"] },
        { options: "-M -C -f --force", does: ["overwrite"] },
        { options: "-m -c --move --copy", does: [] },
        {
          operand: /./,
          without:
            "-a -r -l -v -m -c -u --list --all --contains --no-contains --merged --no-merged --show-current --set-upstream-to --edit-description --move --copy --points-at",
          does: ["create"],
        },
      ],
    },
    tag: {
      does: [],
      noun: "tag",
      type: "git.tag",
      flags: `${READ.flags} -a -s`,
      values: "-m -F -u -n --message --file --local-user --sort --contains",
      undo: REFLOG,
      when: [
        { options: "-d --delete", does: ["delete"] },
        { options: "-f --force", does: ["overwrite"] },
        {
          operand: /./,
          without: "-l -n -v --list --contains --merged --no-merged --points-at --verify",
          does: ["create"],
        },
      ],
    },
    checkout: {
      does: [],
      noun: "working copy",
      type: "git.working_copy",
      flags: "-b -q -t --quiet --track --no-track --detach --guess --progress",
      values: "--orphan",
      undo: UNCOMMITTED,
      when: [
        {
          options: "-f --force -B --ours --theirs -m --merge -p --patch --pathspec-from-file",
          does: ["overwrite"],
        },
        { options: "-b --orphan", does: ["create"], noun: "branch", type: "git.branch" },
        { afterDashes: true, does: ["overwrite"] },
        { operandsMin: 2, without: "-b --orphan --track -t", does: ["overwrite"] },
        {
          operand: /^\.{1,2}(\/|$)|\/|\.\w+$|[*?]/,
          without: "-b",
          does: ["overwrite"],
          unknowns: [
            {
              what: "Is what git checkout names a file or a branch?",
              why: "With a file's name it overwrites what wasn't committed.",
              resolve: "Look at the repository's branches.",
            },
          ],
        },
      ],
    },
    switch: {
      does: [],
      noun: "working copy",
      type: "git.working_copy",
      flags: "-c -q -d -t --create --detach --quiet --track --guess",
      undo: UNCOMMITTED,
      when: [
        { options: "-c --create", does: ["create"], noun: "branch", type: "git.branch" },
        { options: "-f --force --discard-changes -C --force-create", does: ["overwrite"] },
      ],
    },
    restore: {
      does: ["overwrite"],
      noun: "file of the working copy",
      type: "file",
      flags: "-q -p -W --worktree --quiet --patch",
      values: "-s --source",
      undo: UNCOMMITTED,
      when: [{ options: "-S --staged", without: "-W --worktree", does: [], instead: true }],
    },
    rm: {
      does: ["delete"],
      noun: "tracked file",
      flags: "-r -f -q --cached --force --quiet --ignore-unmatch",
      dry: "-n --dry-run",
      undo: REFLOG,
      when: [{ options: "--cached", does: [], instead: true }],
    },
    rebase: {
      does: ["overwrite"],
      noun: "branch",
      type: "git.branch",
      undo: REFLOG,
      flags:
        "-i --continue --abort --skip --quit --autosquash --autostash --onto -q -v --root --no-verify",
      when: [{ options: "-x --exec", does: [], unsure: "It runs a command for each commit." }],
    },
    pull: {
      does: [],
      noun: "branch",
      targets: { only: "none" },
      flags: "-q -v --ff-only --no-rebase --ff --no-ff --tags --all --prune --autostash --no-edit",
      undo: REFLOG,
      when: [
        { options: "-f --force -r --rebase", does: ["overwrite"] },
        { operand: REMOTE_HELPER, does: [], unsure: RUNS_A_HELPER },
      ],
    },
    merge: {
      does: [],
      noun: "working copy",
      targets: { always: "the working copy" },
      undo: UNCOMMITTED,
      flags: "--no-ff --ff-only --ff --squash --no-edit --no-commit --continue -q -v",
      values: "-m -s -X",
      when: [{ options: "--abort --quit", does: ["overwrite"] }],
    },
    ...each("cherry-pick,revert", {
      does: [],
      noun: "working copy",
      targets: { always: "the working copy" },
      undo: UNCOMMITTED,
      flags: "-x -n -e --no-edit --continue --no-commit",
      values: "-m",
      when: [{ options: "--abort --skip --quit", does: ["overwrite"] }],
    }),
    "filter-branch": {
      does: ["overwrite"],
      noun: "history",
      type: "git.history",
      undo: UNCOMMITTED,
      targets: { always: "the repository's history" },
      unsure: "It runs a command for each commit.",
    },
    "filter-repo": {
      does: ["overwrite", "delete"],
      noun: "history",
      type: "git.history",
      undo: UNCOMMITTED,
      targets: { always: "the repository's history" },
    },
    "reflog expire": {
      does: ["recovery_removal"],
      noun: "reflog",
      type: "git.reflog",
      flags: "--all --expire-unreachable",
      values: "--expire",
      dry: "-n --dry-run",
      undo: UNCOMMITTED,
      targets: { always: "the reflog" },
    },
    "reflog delete": {
      does: ["recovery_removal"],
      noun: "reflog entry",
      type: "git.reflog",
      undo: UNCOMMITTED,
    },
    gc: {
      does: [],
      noun: "unreachable commit",
      type: "git.history",
      targets: { always: "unreachable commits" },
      flags: "--auto --quiet -q --aggressive",
      undo: UNCOMMITTED,
      when: [{ options: "--prune", does: ["recovery_removal"] }],
    },
    prune: {
      does: ["recovery_removal"],
      noun: "unreachable commit",
      type: "git.history",
      targets: { always: "unreachable commits" },
      flags: "-v --progress",
      values: "--expire",
      dry: "-n --dry-run",
      undo: UNCOMMITTED,
    },
    ...each("stash drop,stash clear", {
      does: ["delete"],
      noun: "stash",
      type: "git.stash",
      targets: { always: "stashed changes" },
      flags: "-q --quiet",
      undo: UNCOMMITTED,
    }),
    "stash pop": {
      does: ["overwrite"],
      noun: "working copy",
      targets: { always: "the working copy" },
      flags: "-q --index --quiet",
    },
    "stash apply": {
      does: ["overwrite"],
      noun: "working copy",
      targets: { always: "the working copy" },
      flags: "-q --index --quiet",
    },
    reflog: { does: [], bare: true, targets: { only: "none" }, ...READ },
    stash: {
      does: [],
      bare: true,
      targets: { only: "none" },
      flags: "-u -a -q -p -k --include-untracked --keep-index --quiet",
      values: "-m",
    },
    "update-ref": {
      does: ["overwrite"],
      noun: "ref",
      type: "git.ref",
      undo: REFLOG,
      targets: { only: "first" },
      when: [{ options: "-d", does: ["delete"] }],
    },
    "worktree remove": {
      does: ["delete"],
      noun: "working copy",
      type: "git.working_copy",
      flags: "-f --force",
      undo: UNCOMMITTED,
    },
    "worktree prune": {
      does: ["delete"],
      noun: "record of a working copy",
      type: "git.working_copy",
      dry: "-n --dry-run",
      targets: { always: "working copies that are gone" },
    },
    "remote remove": { does: ["detach"], noun: "remote", type: "git.remote" },
    "remote rm": { does: ["detach"], noun: "remote", type: "git.remote" },
    "remote prune": {
      does: ["delete"],
      noun: "remote-tracking branch",
      type: "git.remote_ref",
      dry: "-n --dry-run",
    },
    remote: { does: [], bare: true, targets: { only: "none" }, flags: "-v --verbose" },
    "submodule deinit": {
      does: ["delete"],
      noun: "submodule's working copy",
      type: "git.submodule",
      flags: "-f --force --all",
    },
    "lfs prune": {
      does: ["delete"],
      noun: "local LFS object",
      type: "git.lfs",
      targets: { always: "local LFS objects" },
      dry: "-d --dry-run",
    },
    apply: {
      does: ["overwrite"],
      noun: "file",
      targets: { only: "none" },
      flags: "--index --3way",
      when: [{ options: "--check --stat --numstat --summary", does: [], instead: true }],
    },
    "notes remove": { does: ["delete"], noun: "note", type: "git.note" },
  },
};
