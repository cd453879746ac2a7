import type { BlastRadius } from "@/lib/contract/blast-radius";
import { analyze } from "./analyzers/analyze";
import { notUnderstood } from "./analyzers/not-understood";
import { quoted, type Declared, type Findings, type Unknown } from "./findings";
import { withInventory, type InventoryLookup } from "./inventory";
import { withMeasurement, type Collector } from "./measurement";
import { composeReport } from "./report";

/** Where more is known than the artifact says; given by the services, since it costs I/O. */
export interface Sources {
  readonly inventory: InventoryLookup;
  readonly collectors: readonly Collector[];
}

/**
 * The blast radius of an operation: from the artifact that would run, then from what admins have
 * registered, then from the live system. Never throws for what an artifact or a source says or fails
 * to say: a fault becomes a named unknown.
 */
export async function assessBlastRadius(
  declared: Declared,
  sources: Sources,
): Promise<BlastRadius> {
  let findings = await analyzeSafely(declared);
  findings = { ...findings, unknowns: [...findings.unknowns, ...nameUnknown(declared)] };
  findings = withInventory(declared, findings, await sources.inventory(declared, findings));
  for (const collect of sources.collectors)
    findings = withMeasurement(findings, await collect(declared, findings));
  return composeReport(declared, findings);
}

/** An analyzer that fails says nothing about the operation, except that nobody understood it. */
async function analyzeSafely(input: Declared): Promise<Findings> {
  try {
    return await analyze(input);
  } catch {
    return notUnderstood(input, {
      analyzer: { name: input.artifact.kind, version: "1" },
      status: "failed",
      what: "What would it destroy?",
      why: "Countersign failed to read the artifact.",
      resolve:
        "Deny, and ask the agent for a simpler request. Report this to Countersign's operators.",
    });
  }
}

/** A name is the agent's label: neither the digest nor the request binds it to the id. */
function nameUnknown({ resource }: Declared): Unknown[] {
  if (resource.name === undefined || resource.name === resource.id) return [];
  const id = quoted(resource.id);
  return [
    {
      topic: "name",
      what: `Is ${id} really the one called ${quoted(resource.name)}?`,
      why: "The name is the agent's; what runs goes by the id.",
      resolve: `Look ${id} up at the provider.`,
    },
  ];
}
