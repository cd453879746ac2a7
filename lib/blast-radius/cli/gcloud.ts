import { adds, type Cli, type CliRule, each, GONE, harmless } from "./cli";

const GCLOUD = { stateful: null, deep: true } satisfies Partial<CliRule>;

export const gcloud: Cli = {
  names: ["gcloud"],
  provider: "gcp",
  reaches: "the project of the current configuration of whoever runs it",
  environment: "--project --account --configuration --zone --region --cluster",
  optionsTakeValues: true,
  flags: "-q --quiet --async --no-user-output-enabled --global",
  values:
    "--project --account --zone --region --format --filter --limit --configuration --impersonate-service-account --verbosity --location --cluster --instance --sort-by",
  commands: {
    "projects delete": {
      does: ["delete"],
      noun: "project",
      type: "gcp.project",
      stateful: true,
      deep: true,
      undo: {
        value: "unknown",
        because:
          "A project can be restored for 30 days, but some of what it holds goes sooner, such as objects in Cloud Storage.",
        disputed: false,
      },
    },
    "*": {
      does: [],
      noun: "resource",
      type: "gcp.resource",
      ...GCLOUD,
      targets: { only: "last" },
      words: "cloud",
      creates: true,
    },
  },
};

export const gsutil: Cli = {
  names: ["gsutil"],
  provider: "gcp",
  reaches: "the project of the current configuration of whoever runs it",
  flags: "-m -q -D",
  values: "-o -h -u",
  commands: {
    ...harmless("ls,cat,stat,du,version,hash", { flags: "-l -h -r -L -a -s -b" }),
    rm: {
      does: ["delete"],
      noun: "object",
      type: "gcp.storage_object",
      stateful: true,
      deep: true,
      flags: "-r -R -f -a",
    },
    rb: {
      does: ["delete"],
      noun: "bucket",
      type: "gcp.storage_bucket",
      stateful: true,
      flags: "-f",
      undo: GONE,
    },
    rsync: {
      does: ["overwrite"],
      noun: "object",
      type: "gcp.storage_object",
      targets: { only: "last" },
      stateful: true,
      flags: "-r -c -u",
      dry: "-n",
      when: [{ options: "-d", does: ["delete"] }],
    },
    cp: {
      does: ["overwrite"],
      noun: "object",
      type: "gcp.storage_object",
      targets: { only: "last" },
      flags: "-r -R -n -z",
    },
    mv: { does: ["delete", "overwrite"], noun: "object", type: "gcp.storage_object" },
    ...adds("mb", { noun: "bucket", type: "gcp.storage_bucket", values: "-l -c -p" }),
    ...each("iam,acl,defacl", { does: ["permission_change"], noun: "policy", type: "gcp.policy" }),
  },
};
