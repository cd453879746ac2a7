import { type Cli, type CliRule, harmless } from "./cli";
import { PLAN, WHOLE } from "./plan";

export const pulumi: Cli = {
  names: ["pulumi"],
  provider: "pulumi",
  reaches: "the selected stack",
  environment: "-s --stack",
  flags: "-y --yes --non-interactive --skip-preview -f --force",
  values: "-s --stack -C --cwd -t --target --color --config-file -v --verbose",
  commands: {
    ...harmless(
      "preview,pre,stack ls,stack output,stack history,stack tag ls,config get,version,whoami,about,logs,plugin ls,org get-default",
      {
        flags:
          "-a -j -Q --all --json --diff --show-secrets --show-urns --show-ids --show-names --show-config --show-reads --show-sames --show-replacement-steps --suppress-outputs --suppress-progress --expect-no-changes --target-dependents --exclude-dependents --full-dates",
        values: "-r -p --replace --parallel -m --message --exclude --page --page-size",
      },
    ),
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
