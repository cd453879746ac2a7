import { cascade, copies } from "../http/provider";
import { each, GONE, harmless, type Cli, type CliRule } from "./cli";

const OBJECTS = {
  noun: "object",
  type: "aws.s3_object",
  stateful: true,
  undo: {
    value: "unknown",
    because: "Only a bucket with versioning keeps old versions; the command doesn't say.",
    disputed: false,
  },
} satisfies Partial<CliRule>;
const NO_SNAPSHOT = "--skip-final-snapshot";
const RDS: CliRule = {
  does: ["delete"],
  noun: "database",
  type: "aws.rds_instance",
  stateful: true,
  targets: { by: "--db-instance-identifier --db-cluster-identifier" },
  flags: "--no-skip-final-snapshot --no-delete-automated-backups",
  values:
    "--db-instance-identifier --db-cluster-identifier --final-db-snapshot-identifier --final-snapshot-identifier",
  undo: {
    value: "restorable",
    because: "A last snapshot is taken; whether it was ever restored isn't known.",
    disputed: false,
  },
  when: [
    {
      options: NO_SNAPSHOT,
      does: ["recovery_removal"],
      undo: {
        ...GONE,
        because:
          "No last snapshot is taken, and automatic backups go with the database unless they are kept.",
      },
    },
    {
      options: "--delete-automated-backups",
      does: ["recovery_removal"],
      takes: [copies("Its automatic backups", "aws.rds_backup", "belongs to the target")],
    },
  ],
};

export const aws: Cli = {
  names: ["aws", "awslocal"],
  provider: "aws",
  reaches: "the account and region of the credentials of whoever runs it",
  environment: "--profile --region --endpoint-url",
  optionsTakeValues: true,
  flags:
    "--no-verify-ssl --no-paginate --debug --no-sign-request --no-cli-pager --force --recursive --quiet --only-show-errors --yes",
  values:
    "--profile --region --output --query --endpoint-url --ca-bundle --cli-read-timeout --color",
  commands: {
    ...harmless(
      "s3 ls,sts get-caller-identity,configure list,s3 presign,help,configure get,ec2 wait,sso login",
      { flags: "--human-readable --summarize", values: "--page-size --expires-in" },
    ),
    "s3 rm": {
      does: ["delete"],
      ...OBJECTS,
      values: "--exclude --include",
      dry: "--dryrun",
      when: [{ options: "--recursive", does: [], deep: true }],
    },
    "s3 rb": {
      does: ["delete"],
      noun: "bucket",
      type: "aws.s3_bucket",
      stateful: true,
      undo: GONE,
      when: [
        {
          options: "--force",
          does: ["delete"],
          deep: true,
          takes: [cascade("Every object in the bucket", "aws.s3_object", "lives in the target")],
        },
      ],
    },
    "s3 mb": { does: [], targets: { only: "none" } },
    "s3 sync": {
      does: ["overwrite"],
      ...OBJECTS,
      targets: { only: "last" },
      flags: "--exact-timestamps --size-only --follow-symlinks",
      values: "--exclude --include --acl --storage-class --sse",
      dry: "--dryrun",
      deep: true,
      when: [{ options: "--delete", does: ["delete"] }],
    },
    "s3 cp": {
      does: ["overwrite"],
      ...OBJECTS,
      targets: { only: "last" },
      values: "--exclude --include --acl --storage-class --sse --content-type --cache-control",
      dry: "--dryrun",
      when: [{ operand: /^-$/, does: [], instead: true }],
    },
    "s3 mv": {
      does: ["delete", "overwrite"],
      ...OBJECTS,
      values: "--exclude --include --acl",
      dry: "--dryrun",
    },
    "ec2 terminate-instances": {
      does: ["delete"],
      noun: "instance",
      type: "aws.ec2_instance",
      stateful: true,
      targets: { by: "--instance-ids" },
      values: "--instance-ids",
      takes: [
        cascade(
          "Its volumes that are set to be deleted with it",
          "aws.ebs_volume",
          "attached to the target",
        ),
      ],
      undo: GONE,
      dry: "--dry-run",
    },
    "ec2 delete-volume": {
      does: ["delete"],
      noun: "volume",
      type: "aws.ebs_volume",
      stateful: true,
      targets: { by: "--volume-id" },
      values: "--volume-id",
      undo: GONE,
      dry: "--dry-run",
    },
    "ec2 delete-snapshot": {
      does: ["recovery_removal"],
      noun: "snapshot",
      type: "aws.ebs_snapshot",
      stateful: true,
      targets: { by: "--snapshot-id" },
      values: "--snapshot-id",
      undo: GONE,
      dry: "--dry-run",
    },
    ...each(
      "rds delete-db-instance,rds delete-db-cluster,docdb delete-db-cluster,neptune delete-db-cluster",
      RDS,
    ),
    ...each("rds delete-db-snapshot,rds delete-db-cluster-snapshot", {
      does: ["recovery_removal"],
      noun: "snapshot",
      type: "aws.rds_snapshot",
      stateful: true,
      targets: { by: "--db-snapshot-identifier --db-cluster-snapshot-identifier" },
      values: "--db-snapshot-identifier --db-cluster-snapshot-identifier",
      undo: GONE,
    }),
    "dynamodb delete-table": {
      does: ["delete"],
      noun: "table",
      type: "aws.dynamodb_table",
      stateful: true,
      deep: true,
      targets: { by: "--table-name" },
      values: "--table-name",
      undo: {
        value: "unknown",
        because:
          "Only a table with point-in-time recovery keeps a last backup; the command doesn't say.",
        disputed: false,
      },
    },
    "s3api delete-bucket": {
      does: ["delete"],
      noun: "bucket",
      type: "aws.s3_bucket",
      stateful: true,
      targets: { by: "--bucket" },
      values: "--bucket --expected-bucket-owner",
      undo: GONE,
    },
    "cloudformation delete-stack": {
      does: ["delete"],
      noun: "stack",
      type: "aws.cloudformation_stack",
      stateful: null,
      deep: true,
      targets: { by: "--stack-name" },
      values: "--stack-name --retain-resources --role-arn",
      takes: [cascade("Every resource of the stack", "aws.resource", "made by the target", null)],
    },
    "kms schedule-key-deletion": {
      does: ["delete"],
      noun: "key",
      type: "aws.kms_key",
      stateful: true,
      targets: { by: "--key-id" },
      values: "--key-id --pending-window-in-days",
      takes: [
        cascade(
          "Everything that is encrypted with it",
          "aws.encrypted_data",
          "can't be read without the target",
        ),
      ],
    },
    "*": { does: [], targets: { only: "none" }, hand: { to: "aws" } },
  },
};

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
    "*": {
      does: [],
      noun: "resource",
      type: "gcp.resource",
      ...GCLOUD,
      targets: { only: "last" },
      words: "cloud",
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
    mb: { does: [], targets: { only: "none" }, values: "-l -c -p" },
    ...each("iam,acl,defacl", { does: ["permission_change"], noun: "policy", type: "gcp.policy" }),
  },
};

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
