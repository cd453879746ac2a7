import type { Cli, CliRule } from "./cli";

const DO = { flags: "-f --force --recursive", stateful: true } satisfies Partial<CliRule>;

export const doctl: Cli = {
  names: ["doctl"],
  provider: "digitalocean",
  reaches: "the account of the current context",
  environment: "--context",
  values: "-t --access-token --context -o --output --format -c --config",
  commands: {
    "*": {
      does: [],
      noun: "resource",
      type: "digitalocean.resource",
      ...DO,
      words: "cloud",
      targets: { only: "last" },
    },
  },
};
