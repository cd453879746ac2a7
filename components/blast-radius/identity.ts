import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Shown } from "@/lib/contract/review";

export interface Identity {
  /** Null: the agent gave no name that differs from the id. */
  readonly name: string | null;
  readonly nameChecked: boolean;
  readonly environmentChecked: boolean;
  /** Where evidence finds it, if that isn't just where it was submitted for. */
  readonly foundIn: readonly string[] | null;
}

/** What of a report tells who is hit. */
export interface Located {
  readonly environments: Pick<BlastRadius["environments"], "value" | "bound" | "assurance">;
  readonly resources: readonly Pick<BlastRadius["resources"][number], "id" | "name" | "role">[];
}

/**
 * What runs goes by the id. Name and environment are the agent's words until something that isn't the
 * agent's, the inventory or the live system, says where all of it lives and what it is called.
 */
export function identityOf({
  report,
  resource,
  environment,
}: Pick<Shown, "resource" | "environment"> & { report: Located }): Identity {
  const { value, bound, assurance } = report.environments;
  const found = assurance === "inventory" || assurance === "observed";
  const elsewhere = found && value?.some((slug) => slug !== environment.slug);
  const target = report.resources.find(({ id, role }) => role === "target" && id === resource.id);
  return {
    name: resource.name === resource.id ? null : resource.name,
    nameChecked: found && bound === "exact" && target?.name === resource.name,
    environmentChecked: bound === "exact" && (found || assurance === "parsed"),
    foundIn: elsewhere ? (value ?? null) : null,
  };
}
