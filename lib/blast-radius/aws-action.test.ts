import { expect, it } from "vitest";
import { awsAction } from "./aws-action";

it.each<[string, string, string[]]>([
  ["ec2", "terminate-instances", ["delete"]],
  ["ec2", "TerminateInstances", ["delete"]],
  ["ec2", "describe-instances", []],
  ["s3api", "list-buckets", []],
  ["s3api", "head-object", []],
  ["s3api", "put-bucket-policy", ["permission_change"]],
  ["iam", "attach-role-policy", ["permission_change"]],
  ["iam", "create-access-key", ["permission_change"]],
  ["iam", "delete-role", ["delete", "permission_change"]],
  ["ec2", "create-tags", ["unknown"]],
  ["ec2", "modify-instance-attribute", ["unknown"]],
  ["ec2", "run-instances", ["create"]],
  ["rds", "create-db-snapshot", ["create"]],
  ["ssm", "send-command", ["unknown"]],
  ["states", "start-execution", ["unknown"]],
  ["s3control", "create-job", ["unknown"]],
  ["ec2", "create-route", ["unknown"]],
  ["s3api", "put-object", ["overwrite"]],
  ["ec2", "deregister-image", ["delete"]],
  ["ec2", "authorize-security-group-ingress", ["permission_change"]],
  ["rds", "stop-db-instance", ["stop"]],
  ["backup", "delete-recovery-point", ["delete"]],
  ["nowhere", "frobnicate", ["unknown"]],
  ["nowhere", "delete-things", ["delete"]],
  ["../../package", "x", ["unknown"]],
  ["ec2", "__proto__", ["unknown"]],
  ["ec2", "constructor", ["unknown"]],
])("%s %s: what IAM's table and its name say", async (service, operation, effects) => {
  expect((await awsAction(service, operation)).effects).toEqual(effects);
});
