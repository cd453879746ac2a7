import type { Blackout, Requirement, Window } from "@/lib/contract/policy";
import type { Demand } from "./demand";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** One for all: making it takes longer than using it. */
const NUMBERS = new Intl.NumberFormat("en");

export const countOf = (n: number | bigint, noun: string): string =>
  `${NUMBERS.format(n)} ${noun}${Number(n) === 1 ? "" : "s"}`;

/** In the largest unit that says it exactly. */
export function durationText(seconds: number): string {
  const unit = UNITS.find(([, size]) => seconds > 0 && seconds % size === 0);
  return unit ? countOf(seconds / unit[1], unit[0]) : countOf(seconds, "second");
}

/** What a requirement and a demand have in common, durations in seconds. */
interface Asked {
  readonly quorum: readonly { approvals: number; from: string }[];
  readonly stepUp: boolean;
  readonly typedConfirmation: boolean;
  readonly comment: boolean;
  readonly objectionWindow_s: number;
  readonly grantTtl_s: number | null;
  readonly expiresIn_s: number | null;
  readonly recoveryMaxAge_s: number | null;
  readonly windows: readonly (readonly Window[])[];
  readonly blackouts: readonly Blackout[];
  readonly notify: readonly string[];
  readonly escalations: readonly { after_s: number; group: string }[];
}

/** Each part by itself, so that two demands can be compared part by part. */
function parts(asked: Asked): string[] {
  const within = (found: number | null, words: (time: string) => string) =>
    found === null ? [] : [words(durationText(found))];
  return [
    ...asked.quorum.map(({ approvals, from }) => `${countOf(approvals, "approval")} from ${from}`),
    ...(asked.stepUp ? ["a passkey"] : []),
    ...(asked.typedConfirmation ? ["the resource's name typed out"] : []),
    ...(asked.comment ? ["a comment"] : []),
    ...(asked.objectionWindow_s > 0
      ? [`${durationText(asked.objectionWindow_s)} in which it can still be revoked`]
      : []),
    ...within(asked.grantTtl_s, (time) => `a grant that lives ${time} at most`),
    ...within(asked.expiresIn_s, (time) => `a decision within ${time}`),
    ...within(asked.recoveryMaxAge_s, (time) => `a surviving recovery point, ${time} old at most`),
    ...asked.windows.map((list) => `run only ${list.map(windowText).join(", or ")}`),
    ...asked.blackouts.map(blackoutText),
    ...asked.notify.map((group) => `${group} is told`),
    ...asked.escalations.map(
      ({ after_s, group }) => `${group} is told if it is undecided after ${durationText(after_s)}`,
    ),
  ];
}

function windowText({ days, from, until, timezone }: Window): string {
  const when = days.length === 7 ? "daily" : `on ${days.join(", ")}`;
  return `${when} ${from} to ${until}${until <= from ? " the next day" : ""} (${timezone})`;
}

const blackoutText = ({ from, until, timezone, why }: Blackout): string =>
  `not run ${from === until ? `on ${from}` : `from ${from} to ${until}`} (${timezone}: ${why})`;

/** What a rule requires, in words. */
export const requirementWords = (require: Requirement): string[] =>
  parts({
    quorum: [
      ...(require.approvals === undefined
        ? []
        : [{ approvals: require.approvals, from: "the environment's group" }]),
      ...Object.entries(require.groups ?? {}).map(([from, approvals]) => ({ approvals, from })),
    ],
    stepUp: require.step_up !== undefined,
    typedConfirmation: require.typed_confirmation === true,
    comment: require.comment === true,
    objectionWindow_s: require.objection_window ?? 0,
    grantTtl_s: require.grant_ttl ?? null,
    expiresIn_s: require.expires_in ?? null,
    recoveryMaxAge_s: require.recovery?.max_age ?? null,
    windows: require.windows ? [require.windows] : [],
    blackouts: require.blackouts ?? [],
    notify: require.notify ?? [],
    escalations: require.escalate
      ? [{ after_s: require.escalate.after, group: require.escalate.group }]
      : [],
  });

/** What is demanded of an operation, in words. */
export function demandWords(demand: Demand): string[] {
  switch (demand.ruling) {
    case "deny":
      return demand.denials.map(({ reason }) => `denied: ${reason}`);
    case "allow":
      return ["allowed without anybody's approval"];
    case "review":
      return parts({
        ...demand,
        quorum: demand.quorum.map(({ approvals, slug }) => ({ approvals, from: slug })),
        notify: demand.notify.map(({ slug }) => slug),
        escalations: demand.escalations.map(({ after_s, group }) => ({
          after_s,
          group: group.slug,
        })),
      });
  }
}
