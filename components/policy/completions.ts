import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { DraftView } from "@/lib/contract/policy-version";
import type { Requirement } from "@/lib/contract/policy";

const MEMBERS: readonly Completion[] = [
  { label: "rules:", detail: "the list of rules" },
  { label: "allow_sole_reviewer: true", detail: "for an install of one person" },
  { label: "name: ", detail: "unique, for people" },
  { label: "when: ", detail: "the condition; left out: always" },
  { label: "require:", detail: "what is demanded where it holds" },
  { label: "deny: ", detail: "refuses it, with this reason" },
  { label: "allow: true", detail: "needs nobody, where nothing else applies" },
];

/** A member that a requirement gets without a row here doesn't compile. */
const REQUIREMENTS: Readonly<Record<keyof Requirement, readonly [text: string, detail: string]>> = {
  approvals: ["approvals: 2", "from the environment's group"],
  groups: ["groups: { sre: 1 }", "from each of these groups beside"],
  step_up: ["step_up: passkey", "a passkey at each approval"],
  typed_confirmation: ["typed_confirmation: true", "the resource's name, typed"],
  comment: ["comment: true", "each approval says why"],
  objection_window: ["objection_window: 10m", "in which it can be revoked"],
  grant_ttl: ["grant_ttl: 2m", "how long a grant lives, 30s to 15m"],
  expires_in: ["expires_in: 1h", "undecided by then, it expires"],
  recovery: ["recovery: { max_age: 24h }", "a copy that survives, so old at most"],
  windows: ["windows:", "hours in which it may run"],
  blackouts: ["blackouts:", "days on which nothing runs"],
  notify: ["notify: [sre]", "groups that are told"],
  escalate: ["escalate: { after: 30m, group: sre }", "who is told if nobody decides"],
};

const FUNCTIONS: readonly Completion[] = [
  { label: 'like("*")', detail: "* stands for any run of characters" },
  { label: 'startsWith("")', detail: "text" },
  { label: 'endsWith("")', detail: "text" },
  { label: 'contains("")', detail: "text" },
  { label: 'getHours("UTC")', detail: "of now" },
  { label: 'getDayOfWeek("UTC")', detail: "of now; 0 is Sunday" },
].map((one) => ({ ...one, type: "function" }));

/** Offers what may stand at this place: facts in a condition, members and groups elsewhere. */
export const completionsOf = ({ vocabulary, groups }: DraftView) => {
  const facts: Completion[] = vocabulary.map(({ name, about }) => ({
    label: name,
    detail: about,
    type: "variable",
  }));
  const members: Completion[] = [
    ...MEMBERS,
    ...Object.values(REQUIREMENTS).map(([label, detail]) => ({ label, detail })),
  ].map((one) => ({ ...one, type: "property" }));
  const slugs: Completion[] = groups.map((label) => ({ label, detail: "group", type: "constant" }));
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w.-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const { key, isValue } = keyAt(context);
    if (key !== "when") {
      const isGroup = GROUPED.has(key ?? "");
      // A value is a text of one's own, or stands in what was offered for its member.
      if (isValue && !isGroup) return null;
      return { from: word.from, options: isGroup ? slugs : members, validFor: /^[\w-]*$/ };
    }
    const compared = context.matchBefore(/([\w.]+) *(?:[=!]=|in) *\[?[^\]&|]*"\w*/);
    const fact = compared && vocabulary.find(({ name }) => compared.text.startsWith(name));
    if (compared && fact?.values) {
      const from = compared.from + compared.text.lastIndexOf('"') + 1;
      return { from, options: fact.values.map((label) => ({ label, type: "constant" })) };
    }
    const dot = word.text.lastIndexOf(".");
    const options = /^(action|now|(resource|agent|environment)\.\w+)$/.test(
      word.text.slice(0, Math.max(dot, 0)),
    )
      ? FUNCTIONS
      : facts;
    const from = options === FUNCTIONS ? word.from + dot + 1 : word.from;
    return { from, options: [...options], validFor: /^[\w.]*$/ };
  };
};

/** Members that name groups. */
const GROUPED: ReadonlySet<string> = new Set(["groups", "notify", "group", "escalate"]);

/** The member that the cursor is in: with its value on the same line, or above it and further out. */
function keyAt({ state, pos }: CompletionContext): { key: string | null; isValue: boolean } {
  let line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const own = /(?:^|[ {,])(\w+): *[^:]*$/.exec(before);
  if (own) return { key: own[1] ?? null, isValue: true };
  const indent = /^ */.exec(line.text)?.[0].length ?? 0;
  while (line.number > 1) {
    line = state.doc.line(line.number - 1);
    const found = /^( *(?:- )?)(\w+):/.exec(line.text);
    if (found && (found[1]?.length ?? 0) < indent) return { key: found[2] ?? null, isValue: false };
  }
  return { key: null, isValue: false };
}
