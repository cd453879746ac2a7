import { cascade, copies } from "../http/provider";
import { AWS_WINDOWS } from "../undo-window";
import { adds, type Cli, type CliRule, each, GONE, harmless } from "./cli";

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
      "s3 ls,sts get-caller-identity,configure list,s3 presign,help,configure get,ec2 wait,sso login,logs tail",
      {
        flags: "--human-readable --summarize --follow",
        values:
          "--page-size --expires-in --since --filter-pattern --log-stream-names --log-stream-name-prefix --format",
      },
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
    ...adds("s3 mb", { noun: "bucket", type: "aws.s3_bucket" }),
    "ecs update-service": {
      does: [],
      noun: "service",
      type: "aws.ecs_service",
      targets: { by: "--service" },
      flags: "--force-new-deployment",
      values: "--service --cluster --desired-count --task-definition",
      unsure: "Its options say what becomes of the service.",
      when: [{ options: "--desired-count=0", does: ["stop"] }],
    },
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
      window: AWS_WINDOWS["kms:ScheduleKeyDeletion"],
      takes: [
        cascade(
          "Everything that is encrypted with it",
          "aws.encrypted_data",
          "can't be read without the target",
        ),
      ],
    },
    "secretsmanager delete-secret": {
      does: ["delete"],
      noun: "secret",
      type: "aws.secretsmanager_secret",
      stateful: true,
      targets: { by: "--secret-id" },
      flags: "--force-delete-without-recovery --no-force-delete-without-recovery",
      values: "--secret-id --recovery-window-in-days",
      window: AWS_WINDOWS["secretsmanager:DeleteSecret"],
    },
    "acm-pca delete-certificate-authority": {
      does: ["delete"],
      noun: "certificate authority",
      type: "aws.acmpca_certificate_authority",
      stateful: true,
      targets: { by: "--certificate-authority-arn" },
      values: "--certificate-authority-arn --permanent-deletion-time-in-days",
      window: AWS_WINDOWS["acm-pca:DeleteCertificateAuthority"],
    },
    "*": { does: [], targets: { only: "none" }, hand: { to: "aws" } },
  },
};
