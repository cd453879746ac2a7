import { quoted, type Declared, type Unknown } from "../findings";
import { about, type UnderstoodCall } from "./graphql-call";
import type { ReadDocument } from "./graphql-document";

const ASK_THE_AGENT = "Deny, and ask the agent for a request that says only what it will do.";

/** Every question that the document leaves open, each once. */
export function unknownsOf(
  declared: Declared,
  document: ReadDocument,
  calls: readonly UnderstoodCall[],
): Unknown[] {
  const found = new Map<string, Unknown>();
  const add = (unknown: Unknown) => found.set(unknown.what, unknown);
  for (const understood of calls) for (const unknown of ofCall(understood)) add(unknown);

  const { query, mutation, subscription } = document.operations;
  if (query + mutation + subscription > 1)
    add({
      what: "Which of the document's operations runs?",
      why: `It holds ${query + mutation + subscription}; a server runs the one that is named when it is sent. All of them are counted here.`,
      resolve: ASK_THE_AGENT,
    });
  if (subscription > 0)
    add({
      what: "What does the subscription do?",
      why: "A subscription reads as long as it is open; what the server does for it isn't known.",
      resolve: ASK_THE_AGENT,
    });
  for (const name of new Set(document.loudQueries.slice(0, 5)))
    add({
      what: `Does the query ${quoted(name)} change something?`,
      why: "Queries shouldn't, but its name says that it does.",
      resolve: "Look the field up in the provider's schema.",
    });
  if (calls.length === 0)
    add({
      what: `What would carry out ${quoted(declared.action)}?`,
      why: "The request holds queries only, which change nothing on a server that follows the specification.",
      resolve: ASK_THE_AGENT,
    });
  return [...found.values()];
}

function ofCall({
  call,
  label: name,
  rule,
  effects,
  isByReturnType,
  target,
  environment,
}: UnderstoodCall): Unknown[] {
  const unknowns: Unknown[] = [];
  const subject = target.known ? quoted(target.ids[0] ?? "") : `what ${name} acts on`;
  if (!target.known)
    unknowns.push({
      what: `What does ${name} act on?`,
      why: target.why,
      resolve: ASK_THE_AGENT,
    });
  if (rule) {
    for (const { what, why, resolve, topic } of rule.unknowns)
      unknowns.push({
        ...(topic ? { topic } : {}),
        what: about(what, subject),
        why: about(why, subject),
        resolve: about(resolve, subject),
      });
  } else {
    unknowns.push({
      what: `What does ${name} do, and what goes along with it?`,
      why: effects.includes("unknown")
        ? "Countersign has no rules for this call, and its name doesn't say."
        : `Countersign has no rules for this call; its effect is read from its ${isByReturnType ? "return type's name" : "name"}.`,
      resolve: "Look the call up in the provider's documentation: effect, cascades, backups, undo.",
    });
    if (!environment)
      unknowns.push({
        topic: "environment",
        what: `Which environments does ${subject} belong to?`,
        why: "The request carries no argument that names an environment.",
        resolve: "Look it up at the provider and compare the environment it is shown under.",
      });
  }
  if (environment?.value !== null && environment)
    unknowns.push({
      what: `Which environment is ${quoted(environment.value)}?`,
      why: `The request limits itself by ${quoted(environment.name)}, in the provider's own ids.`,
      resolve: "Look the id up at the provider and compare.",
    });
  if (environment?.value === null)
    unknowns.push({
      what: `Which environment does ${name} act on?`,
      why: `The variable $${quoted(environment.variable ?? "")} has no value in params.`,
      resolve: ASK_THE_AGENT,
    });
  if (call.conditional)
    unknowns.push({
      what: `Does ${name} run at all?`,
      why: "It stands under a directive. It is counted as if it does.",
      resolve: ASK_THE_AGENT,
    });
  if (call.argumentsCut)
    unknowns.push({
      what: `What else is ${name} given?`,
      why: "It has more arguments than are read here.",
      resolve: ASK_THE_AGENT,
    });
  return unknowns;
}
