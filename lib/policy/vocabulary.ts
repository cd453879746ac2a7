import type { PolicyTerm } from "@/lib/contract/policy-version";
import { EFFECT_KINDS, type EffectKind } from "@/lib/core/impact";

/** What each effect is, said of an operation that has it, and of one that doesn't. */
export const EFFECT_WORDS: Readonly<Record<EffectKind, readonly [yes: string, no: string]>> = {
  delete: ["something is deleted", "nothing is deleted"],
  replace: ["something is replaced", "nothing is replaced"],
  overwrite: ["something is overwritten", "nothing is overwritten"],
  truncate: ["something is emptied", "nothing is emptied"],
  detach: ["something is detached", "nothing is detached"],
  stop: ["something is stopped", "nothing is stopped"],
  permission_change: ["permissions are changed", "no permissions are changed"],
  recovery_removal: ["a recovery point is removed", "no recovery point is removed"],
  create: ["something is created", "nothing is created"],
  unknown: ["something isn't understood", "nothing in it isn't understood"],
};

/**
 * All that a condition may name: evidence, and who asks for what. The agent's reason and claims aren't
 * here, so that no rule can hang on them.
 */
export const VOCABULARY: readonly PolicyTerm[] = [
  {
    name: "environment.kind",
    type: "string",
    about: "the kind of environment that is hit",
    values: ["production", "staging", "development", "other"],
  },
  { name: "environment.slug", type: "string", about: "the environment's name, as registered" },
  { name: "action", type: "string", about: "such as railway.volume.delete" },
  { name: "resource.type", type: "string", about: "what is acted on: its type" },
  { name: "resource.id", type: "string", about: "what is acted on: its id" },
  { name: "agent.id", type: "string", about: "the agent that asks" },
  { name: "agent.name", type: "string", about: "the agent's name" },
  ...EFFECT_KINDS.map((kind) => ({
    name: `effects.${kind}`,
    type: "bool" as const,
    about: EFFECT_WORDS[kind][0],
  })),
  { name: "totals.resources", type: "int", about: "how many resources are hit" },
  { name: "totals.records_deleted", type: "int", about: "how many records are deleted" },
  { name: "totals.records_modified", type: "int", about: "how many records are modified" },
  { name: "totals.bytes", type: "int", about: "how many bytes are hit" },
  { name: "reversible", type: "bool", about: "it can be undone, restored or rebuilt" },
  { name: "recovery.survives", type: "bool", about: "a recovery point survives it" },
  { name: "recovery.newest_age", type: "int", about: "age of the newest one, in seconds" },
  {
    name: "risk",
    type: "string",
    about: "how bad it could be",
    values: ["low", "medium", "high", "critical"],
  },
  { name: "contradictions", type: "int", about: "statements that evidence contradicts" },
  { name: "unknowns", type: "int", about: "questions that are open" },
  {
    name: "now",
    type: "google.protobuf.Timestamp",
    about: 'the time it is asked for; now.getHours("Europe/Berlin")',
  },
];
