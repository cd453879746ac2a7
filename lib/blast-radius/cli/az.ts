import type { Cli } from "./cli";

export const az: Cli = {
  names: ["az"],
  provider: "azure",
  reaches: "the subscription that is selected for whoever runs it",
  environment: "--subscription -g --resource-group",
  optionsTakeValues: true,
  flags:
    "-y --yes --no-wait --only-show-errors --verbose --debug --force --force-deletion --show-details",
  values:
    "-n --name -g --resource-group --subscription -o --output --query --ids -l --location --account-name --container-name -c --server -s --vault-name",
  commands: {
    "*": {
      does: [],
      noun: "resource",
      type: "azure.resource",
      stateful: null,
      deep: true,
      targets: { by: "-n --name --ids -g --resource-group --account-name --container-name" },
      words: "cloud",
    },
  },
};
