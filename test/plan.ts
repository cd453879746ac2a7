import { assessBlastRadius } from "@/lib/blast-radius/assess";
import type { Declared } from "@/lib/blast-radius/findings";
import { BlastRadiusSchema, type BlastRadius } from "@/lib/contract/blast-radius";

/** An entry of a plan, as a test says it: what isn't said is a deleted network's. */
export interface Entry {
  type?: string;
  name?: string;
  address?: string;
  actions?: readonly string[];
  before?: object | null;
  after?: object | null;
  more?: object;
  change?: object;
}

const entry = ({
  type = "aws_vpc",
  name = "main",
  address,
  actions = ["delete"],
  before = {},
  after = null,
  more,
  change,
}: Entry) => ({
  address: address ?? `${type}.${name}`,
  mode: "managed",
  type,
  name,
  provider_name: "registry.terraform.io/hashicorp/aws",
  change: {
    actions,
    before,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: false,
    ...change,
  },
  ...more,
});
/** As `terraform show -json` prints it. */
export const planOf = (entries: readonly Entry[], more: object = {}) =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.13.0",
    resource_changes: entries.map(entry),
    ...more,
  });

export const assess = async (
  content: string,
  change: Partial<Declared> = {},
): Promise<BlastRadius> =>
  BlastRadiusSchema.parse(
    await assessBlastRadius(
      {
        operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
        environment: { slug: "production", kind: "production" },
        action: "terraform.apply",
        resource: { type: "terraform.workspace", id: "prod" },
        params: {},
        artifact: { kind: "terraform_plan", content },
        claims: {},
        now: new Date("2026-11-26T14:00:00Z"),
        ...change,
      },
      { inventory: async () => new Map(), collectors: [] },
    ),
  );
export const plan = (entries: readonly Entry[], more?: object, change?: Partial<Declared>) =>
  assess(planOf(entries, more), change);
export const kinds = (report: BlastRadius) => report.effects.map(({ kind }) => kind);
export const verdict = (report: BlastRadius, claim: string) =>
  report.claims.find((one) => one.claim === claim);
export const questions = (report: BlastRadius) =>
  report.unknowns.map(({ what }) => what).join("\n");

/** A database of which nothing is left. */
export const DB = {
  identifier: "orders",
  id: "db-1",
  arn: "arn:aws:rds:eu-west-1:1:db:orders",
  skip_final_snapshot: true,
  backup_retention_period: 7,
  delete_automated_backups: true,
  deletion_protection: false,
};
export const db = (before: object = {}, more: Entry = {}): Entry => ({
  type: "aws_db_instance",
  name: "orders",
  before: { ...DB, ...before },
  ...more,
});
