import { adds, type Cli, harmless } from "./cli";
import { PLAN, WHOLE } from "./plan";

const VARIABLES =
  "-var -var-file -target -state -state-out -backup -lock-timeout -parallelism -replace -backend-config -out -chdir";

/** `-auto-approve` and the like: one dash, a whole word. */
export const terraform: Cli = {
  names: ["terraform", "tofu", "terragrunt"],
  provider: "terraform",
  reaches: "what the configuration and the selected workspace name",
  environment: "-chdir",
  singleDash: true,
  helps: "-h -help --help",
  flags:
    "-auto-approve -input -no-color -json -lock -refresh -compact-warnings -help -version --terragrunt-non-interactive",
  values: VARIABLES,
  commands: {
    "": { does: [], targets: { only: "none" } },
    ...harmless(
      "show,validate,output,version,providers,providers schema,modules,metadata functions,graph,state list,state pull,state show,workspace list,workspace show,get,console",
      {
        flags:
          "-destroy -detailed-exitcode -refresh-only -raw -check -diff -recursive -write -no-tests -draw-cycles -update -plan -show-sensitive",
        values: "-test-directory -type -module-depth -id",
      },
    ),
    plan: {
      does: [],
      noun: "plan file",
      type: "file",
      stateful: false,
      targets: { by: "-out" },
      flags: "-destroy -detailed-exitcode -refresh-only",
      when: [{ options: "-out", does: ["overwrite"] }],
    },
    ...adds("workspace new", { noun: "workspace", type: "terraform.workspace" }),
    ...adds("import", {
      noun: "resource in the state",
      type: "terraform.state",
      targets: { only: "first" },
    }),
    ...harmless("init", {
      flags: "-backend -get -upgrade -from-module",
      values: "-lockfile -test-directory",
    }),
    fmt: {
      does: ["overwrite"],
      noun: "configuration file",
      type: "file",
      flags: "-recursive -diff -list",
      targets: { always: "configuration files" },
      when: [{ options: "-check -write=false", does: [], instead: true }],
    },
    destroy: {
      does: ["delete"],
      ...WHOLE,
      targets: { always: "everything that the configuration made" },
      unknowns: [PLAN],
      when: [{ options: "-target", does: [], targets: { by: "-target" } }],
    },
    apply: {
      does: ["unknown"],
      ...WHOLE,
      targets: { always: "what the plan changes" },
      unknowns: [PLAN],
      when: [
        { options: "-destroy", does: ["delete"], instead: true },
        { options: "-replace", does: ["replace"] },
      ],
    },
    "run-all": {
      does: ["unknown"],
      ...WHOLE,
      targets: { always: "every module below" },
      when: [{ operand: /^destroy$/, does: ["delete"], instead: true }],
    },
    "state rm": {
      does: ["detach"],
      noun: "resource in the state",
      type: "terraform.state",
      dry: "-dry-run",
      undo: {
        value: "restorable",
        because: "It can be imported again, by whoever knows its id.",
        disputed: false,
      },
    },
    "state mv": {
      does: ["overwrite"],
      noun: "address in the state",
      type: "terraform.state",
      dry: "-dry-run",
    },
    "state push": {
      does: ["overwrite"],
      noun: "state",
      type: "terraform.state",
      flags: "-force",
      stateful: true,
    },
    "workspace delete": {
      does: ["delete"],
      noun: "workspace",
      type: "terraform.workspace",
      flags: "-force",
      stateful: true,
    },
    taint: { does: ["replace"], noun: "resource", type: "terraform.resource" },
    "force-unlock": {
      does: ["unknown"],
      noun: "state lock",
      type: "terraform.lock",
      flags: "-force",
    },
    refresh: {
      does: ["overwrite"],
      noun: "state",
      type: "terraform.state",
      targets: { always: "the state" },
    },
  },
};
