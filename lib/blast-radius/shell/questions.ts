import type { CliRule } from "../cli/cli";
import { ASK_THE_AGENT } from "../deeds/deed";
import { withoutSecrets } from "../deeds/redact";
import type { Unknown } from "../findings";
import type { Judged } from "./judged";
import type { Setting } from "./reading";
import { environmentOptions } from "./scope";

/** Every question that a command leaves open. */
export function openQuestions(
  judged: Judged,
  told: CliRule,
  targets: readonly string[],
  setting: Setting,
): Unknown[] {
  const { cli, read, operands, label, rule, variants } = judged;
  const unknowns: Unknown[] = [];
  for (const option of new Set(read.strange))
    unknowns.push({
      what: `What does ${label} do with ${withoutSecrets(option)}?`,
      why: "Countersign doesn't know this option; it may change what is hit.",
      resolve: `Look it up in the documentation of ${cli.names[0]}.`,
    });
  for (const { text, dynamic, loose } of operands)
    if (dynamic !== null)
      unknowns.push({
        what: `What is ${withoutSecrets(text)}, which ${label} is given?`,
        why: loose ? `${dynamic} It may be several words, or an option.` : dynamic,
        resolve: ASK_THE_AGENT,
      });
  for (const { text, pattern } of operands)
    if (pattern)
      unknowns.push({
        what: `What does ${withoutSecrets(text)} stand for?`,
        why: "It is a pattern: it stands for whatever is there when it runs.",
        resolve: "List what it stands for, on the machine that it will run on.",
      });
  for (const why of new Set([rule.unsure, ...variants.map(({ unsure }) => unsure)]))
    if (why !== undefined)
      unknowns.push({ what: `What does ${label} do?`, why, resolve: ASK_THE_AGENT });
  if (targets.length === 0)
    unknowns.push({
      what: `What does ${label} act on?`,
      why: "Its arguments don't name it.",
      resolve: ASK_THE_AGENT,
    });
  if (told.deep)
    unknowns.push({
      topic: "records",
      what: `How much is inside what ${label} acts on?`,
      why: "The command names it as a whole, and Countersign can't look into it.",
      resolve: "Look at its size and content before approving.",
    });
  unknowns.push(...(told.unknowns ?? []), ...whereOf(judged, setting));
  return unknowns;
}

/** Where it acts, as far as it says. */
export function whereOf({ cli, read, label }: Judged, { place }: Setting): Unknown[] {
  const [named] = environmentOptions({ cli, read });
  if (cli.reaches !== null)
    return [
      {
        topic: "environment",
        what: named
          ? `Which environment is ${withoutSecrets(named.value)}?`
          : `Which environment does ${label} reach?`,
        why: named
          ? `The command limits itself by ${named.name}, in the provider's own names.`
          : `The command doesn't say: it reaches ${cli.reaches}.`,
        resolve: "Look it up where the command will run, and compare with what was declared.",
      },
    ];
  return [
    {
      topic: "environment",
      what: place === null ? "On which machine does it run?" : `Which environment is ${place}?`,
      why:
        place === null
          ? "The script acts on the machine, and in the folder, that it is started in."
          : "The command names a machine; a name says nothing of its environment.",
      resolve: "Ask who executes it, and where.",
    },
  ];
}
