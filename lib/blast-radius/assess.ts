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

export interface Assessed {
  readonly report: BlastRadius;
  readonly kept: Kept;
}

/** What of the artifact's content may be kept: it without its secrets (null: as it came), or why nobody knows. */
export type Kept =
  { readonly redacted: string | null } | { readonly fault: ThreadFault | "failed" };

/** The report alone, of what is stored already. */
export const assessBlastRadius = async (
  declared: Declared,
  sources: Sources,
): Promise<BlastRadius> => (await assessSubmitted(declared, sources)).report;

/**
 * The blast radius of an operation: from the artifact that would run, then from what admins have
 * registered, then from the live system. Never throws for what an artifact or a source says or fails
 * to say: a fault becomes a named unknown.
 */
export async function assessSubmitted(declared: Declared, sources: Sources): Promise<Assessed> {
  const { kept, ...reading } = await readSafely(declared);
  let { findings } = reading;
  findings = { ...findings, unknowns: [...findings.unknowns, ...nameUnknown(declared)] };
  findings = withInventory(declared, findings, await sources.inventory(declared, findings));
  for (const collect of sources.collectors)
    findings = withMeasurement(findings, await collect(declared, findings));
  return { report: composeReport(declared, findings), kept };
}

/** An analyzer that fails says nothing about the operation, except that nobody understood it. */
async function readSafely(input: Declared): Promise<{ findings: Findings; kept: Kept }> {
  try {
    const { artifact } = input;
    const chars = artifact.kind === "none" ? 0 : artifact.content.length;
    const { findings, redacted } = await work("read", chars, input);
    return { findings, kept: { redacted } };
  } catch (error) {
    const fault = error instanceof Unanswered ? error.fault : "failed";
    const findings = notUnderstood(input, {
      analyzer: { name: input.artifact.kind, version: "1" },
      status: "failed",
      what: "What would it destroy?",
      ...UNANSWERED[fault],
    });
    return { findings, kept: { fault } };
  }
}

const DENY = { resolve: "Deny, and ask the agent for a smaller or simpler request." };
const AGAIN = { resolve: "Recompute it in a minute." };
const UNANSWERED: Readonly<Record<ThreadFault | "failed", Pick<Unknown, "why" | "resolve">>> = {
  failed: {
    why: "Countersign failed to read the artifact.",
    resolve:
      "Deny, and ask the agent for a simpler request. Report this to Countersign's operators.",
  },
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
