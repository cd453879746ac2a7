import { type Cli, type CliRule, harmless } from "./cli";
import { PLAN, WHOLE } from "./plan";

export const pulumi: Cli = {
  names: ["pulumi"],
  provider: "pulumi",
  reaches: "the selected stack",
  environment: "-s --stack",
  flags: "-y --yes --non-interactive --skip-preview -f --force",
  values: "-s --stack -C --cwd -t --target",
  commands: {
    ...harmless("preview,stack ls,stack output,config get,version,whoami,about"),
    ...({
      destroy: {
        does: ["delete"],
        ...WHOLE,
        type: "pulumi.stack",
        targets: { always: "everything in the stack" },
        dry: "--preview-only",
      },
      up: {
        does: ["unknown"],
        ...WHOLE,
        type: "pulumi.stack",
        targets: { always: "what the preview changes" },
        unknowns: [PLAN],
      },
      "stack rm": { does: ["delete"], noun: "stack", type: "pulumi.stack", stateful: true },
      "state delete": { does: ["detach"], noun: "resource in the state", type: "pulumi.state" },
    } satisfies Record<string, CliRule>),
  },
};
