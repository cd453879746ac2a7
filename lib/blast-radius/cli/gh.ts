import { cascade } from "../http/provider";
import { adds, type Cli, each, GONE, harmless } from "./cli";

const GH_VALUES = "-R --repo --hostname";

export const gh: Cli = {
  names: ["gh"],
  provider: "github",
  reaches: "the repository of the folder, as whoever is signed in",
  environment: GH_VALUES,
  values: `${GH_VALUES} -q --jq -t --template`,
  commands: {
    ...harmless(
      "repo view,repo list,pr list,pr view,pr diff,pr status,pr checks,issue list,issue view,issue status,run list,run view,run watch,workflow list,workflow view,release list,release view,gist list,gist view,auth status,search,secret list,variable list,label list,status,browse,cache list,ruleset list,org list",
      {
        flags: "-w -c --web --comments --log --log-failed --exit-status --name-only --patch",
        values:
          "-L --limit -s --state -l --label -a --assignee --json -A --author -S --search -b --branch -j --job --workflow --event --created --commit --user",
      },
    ),
    ...harmless("pr checkout,release download", { values: "-p -D -b --pattern --dir --branch" }),
    ...adds("pr create,issue create,pr comment,issue comment,gist create", {
      noun: "entry",
      type: "github.entry",
      targets: { only: "none" },
      flags: "-f -d --fill --draft --web",
      values:
        "-t -b -B -H -F -r -l -a --title --body --base --head --body-file --reviewer --label --assignee -p -D --pattern --dir",
    }),
    "repo delete": {
      does: ["delete"],
      noun: "repository",
      type: "github.repository",
      stateful: true,
      deep: true,
      flags: "-y --yes --confirm",
      takes: [
        cascade(
          "Its issues, pull requests, releases and settings",
          "github.repository_content",
          "belongs to the target",
        ),
      ],
    },
    "repo archive": {
      does: ["stop"],
      noun: "repository",
      type: "github.repository",
      flags: "-y --yes",
    },
    "repo edit": {
      does: ["overwrite"],
      noun: "repository's settings",
      type: "github.repository",
      when: [{ options: "--visibility", does: ["permission_change"], instead: true }],
      values: "--visibility --description --default-branch",
    },
    "repo rename": { does: ["overwrite"], noun: "repository", type: "github.repository" },
    "repo sync": {
      does: ["overwrite"],
      noun: "branch",
      type: "github.ref",
      flags: "--force",
      values: "-b --branch -s --source",
    },
    "release delete": {
      does: ["delete"],
      noun: "release",
      type: "github.release",
      stateful: true,
      flags: "-y --yes",
      undo: GONE,
      when: [{ options: "--cleanup-tag", does: ["delete"] }],
    },
    "release delete-asset": {
      does: ["delete"],
      noun: "file of a release",
      type: "github.release_asset",
      stateful: true,
      flags: "-y --yes",
      undo: GONE,
    },
    "issue delete": {
      does: ["delete"],
      noun: "issue",
      type: "github.issue",
      stateful: true,
      flags: "-y --yes",
      undo: GONE,
    },
    ...each("gist delete", {
      does: ["delete"],
      noun: "gist",
      type: "github.gist",
      stateful: true,
      undo: GONE,
    }),
    ...each("secret delete,secret remove,variable delete", {
      does: ["delete"],
      noun: "secret",
      type: "github.secret",
      stateful: true,
      values: "-e --env -o --org -a --app",
      undo: GONE,
    }),
    ...each("secret set,variable set", {
      does: ["overwrite"],
      noun: "secret",
      type: "github.secret",
      values: "-b --body -e --env -o --org",
    }),
    ...each("run cancel,workflow disable", {
      does: ["stop"],
      noun: "workflow",
      type: "github.workflow",
    }),
    ...each("run delete,cache delete,label delete", {
      does: ["delete"],
      noun: "record",
      type: "github.record",
      flags: "-a --all",
      stateful: false,
    }),
    ...each("pr close,issue close", {
      does: ["stop"],
      noun: "request or issue",
      type: "github.issue",
      undo: { value: "reversible", because: "It can be opened again.", disputed: false },
      values: "-c --comment -r --reason",
      when: [{ options: "-d --delete-branch", does: ["delete"] }],
    }),
    "pr merge": {
      does: ["unknown"],
      noun: "branch",
      type: "github.ref",
      when: [{ options: "-d --delete-branch", does: ["delete"] }],
      flags: "-m -s -r --merge --squash --rebase --auto --admin",
    },
    ...each("ssh-key delete,gpg-key delete,auth logout,repo deploy-key delete", {
      does: ["permission_change"],
      noun: "credential",
      type: "github.credential",
      flags: "-y --yes",
    }),
    "workflow run": {
      does: ["unknown"],
      noun: "workflow",
      type: "github.workflow",
      values: "-r --ref -f -F --field --raw-field",
    },
    api: {
      does: [],
      targets: { only: "none" },
      flags: "-i --include --paginate --silent --slurp",
      values: "-X --method -f -F --field --raw-field -H --header --input -p --preview --cache",
      hand: { to: "http", form: "gh" },
    },
  },
};
