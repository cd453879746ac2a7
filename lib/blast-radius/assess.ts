import type { BlastRadius } from "@/lib/contract/blast-radius";
import { notUnderstood } from "./analyzers/not-understood";
import { Unanswered, work } from "./heavy";
import { quoted, type Declared, type Findings, type Unknown } from "./findings";
import { withInventory, type InventoryLookup } from "./inventory";
import { withMeasurement, type Collector } from "./measurement";
import { composeReport } from "./report";
import type { ThreadFault } from "./thread";

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
    const { artifact } = input;
    const chars = artifact.kind === "none" ? 0 : artifact.content.length;
    return await work("analyze", chars, input);
  } catch (error) {
    return notUnderstood(input, {
      analyzer: { name: input.artifact.kind, version: "1" },
      status: "failed",
      what: "What would it destroy?",
      ...(error instanceof Unanswered
        ? UNANSWERED[error.fault]
        : {
            why: "Countersign failed to read the artifact.",
            resolve:
              "Deny, and ask the agent for a simpler request. Report this to Countersign's operators.",
          }),
    });
  }
}

const DENY = { resolve: "Deny, and ask the agent for a smaller or simpler request." };
const AGAIN = { resolve: "Recompute it in a minute." };
const UNANSWERED: Readonly<Record<ThreadFault, Pick<Unknown, "why" | "resolve">>> = {
  timeout: {
    why: "Reading the artifact takes too long.",
    resolve: "Recompute it when the machine is less busy; deny if that doesn't help.",
  },
  too_large: { why: "Reading the artifact takes too much memory.", ...DENY },
  busy: { why: "Too many large artifacts wait to be read at once.", ...AGAIN },
  unavailable: { why: "What reads large artifacts didn't start, or broke off.", ...AGAIN },
};

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
