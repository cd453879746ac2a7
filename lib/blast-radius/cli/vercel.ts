import { type Cli, type CliRule, each, GONE, harmless } from "./cli";

const DEPLOYMENTS = {
  flags: "-y --yes -f --force --safe",
  values: "-t --token -S --scope -A --local-config --cwd",
} satisfies Partial<CliRule>;

export const vercel: Cli = {
  names: ["vercel", "vc"],
  provider: "vercel",
  reaches: "the project that the folder is linked to",
  environment: "-S --scope --environment --project",
  ...DEPLOYMENTS,
  commands: {
    ...harmless(
      "ls,list,inspect,logs,whoami,env ls,domains ls,project ls,projects ls,dns ls,certs ls,alias ls,teams ls,help",
      { flags: "--json" },
    ),
    ...each("rm,remove", {
      does: ["delete"],
      noun: "deployment or project",
      type: "vercel.project",
      stateful: null,
      deep: true,
    }),
    ...each("project rm,project remove,projects rm", {
      does: ["delete"],
      noun: "project",
      type: "vercel.project",
      stateful: true,
      deep: true,
    }),
    ...each("env rm,env remove", {
      does: ["delete"],
      noun: "environment variable",
      type: "vercel.environment_variable",
      stateful: true,
      targets: { only: "first" },
      undo: GONE,
    }),
    ...each(
      "domains rm,domains remove,dns rm,dns remove,certs rm,alias rm,blob del,blob store remove",
      { does: ["delete"], noun: "record", type: "vercel.record", stateful: true },
    ),
    ...each("rollback,promote,redeploy,deploy", {
      does: ["replace"],
      noun: "deployment",
      type: "vercel.deployment",
    }),
    "env pull": { does: ["overwrite"], noun: "file", type: "file" },
    "": {
      does: ["replace"],
      noun: "deployment",
      type: "vercel.deployment",
      targets: { always: "the project's deployment" },
      when: [{ options: "--version -v --help -h", does: [], instead: true }],
    },
  },
};
