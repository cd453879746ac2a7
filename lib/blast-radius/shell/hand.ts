import { effectsByName } from "../mutation-name";
import type { Hand } from "../cli/cli";
import { PLAIN_DEED } from "../deeds/deed";
import { withoutSecrets } from "../deeds/redact";
import { requestOf } from "./http-request";
import type { Judged } from "./judged";
import { whereOf } from "./questions";
import { unknownDeed, type Reading, type Setting } from "./reading";
import type { Argument } from "./word";

/** Gives what a command holds in another language to that language's analyzer. */
export function handOn(judged: Judged, setting: Setting, reading: Reading): void {
  const { hand } = judged.rule;
  if (!hand || judged.dry) return;
  // `psql --list`: another use, in which nothing is handed on.
  const isOtherUse = judged.variants.some(({ instead, does }) => instead && does.length === 0);
  if (hand.to === "sql" && isOtherUse) return;
  switch (hand.to) {
    case "sql":
      reading.questions.push(...whereOf(judged, setting));
      return handSql(hand, judged, setting, reading);
    case "kubernetes":
      return handManifest(hand, judged, setting, reading);
    case "http":
      return handRequest(hand.form, judged, setting, reading);
    case "aws":
      return handAws(judged, setting, reading);
  }
}

const valuesOf = ({ read }: Judged, list: string): Argument[] => {
  const names = list.split(" ");
  return read.options.flatMap(({ name, value }) => (value && names.includes(name) ? [value] : []));
};

/** `\\! rm -rf /`, `\\o file`. */
const OWN_COMMANDS = /\\[a-z!?]/i;

function handSql(hand: Hand & { to: "sql" }, judged: Judged, setting: Setting, reading: Reading) {
  const { label, operands } = judged;
  const texts = valuesOf(judged, hand.text);
  const operand = hand.operand === undefined ? undefined : operands[hand.operand];
  if (operand) texts.push(operand);
  const files = valuesOf(judged, hand.files);
  for (const file of files)
    reading.add(
      unknownDeed(label, {
        what: `What does the file ${withoutSecrets(file.text)} hold?`,
        why: `${label} runs it, and it wasn't submitted.`,
        resolve: "Deny, and ask the agent to submit its statements as the artifact.",
      }),
      setting,
    );
  const { input } = setting;
  const readsInput = hand.stdin && texts.length === 0 && files.length === 0;
  if (readsInput && input.kind === "text") texts.push(input.text);
  else if (readsInput)
    reading.add(
      unknownDeed(label, {
        what: `Which statements does ${label} run?`,
        why:
          input.kind === "unknown" ? input.why : "It is given none, and reads what somebody types.",
      }),
      setting,
    );
  const shows = ({ text, dynamic }: Argument) =>
    dynamic === null && (hand.own?.test(text.trim()) ?? false);
  // In MySQL `\G` ends a statement, as a semicolon does.
  const ended = (text: Argument) =>
    hand.dialect === "mysql" ? { ...text, text: text.text.replace(/\\G\s*$/, ";") } : text;
  const statements = texts.filter((text) => !shows(text)).map(ended);
  if (statements.some(({ text }) => OWN_COMMANDS.test(text)))
    reading.add(
      unknownDeed(label, {
        what: `What do the commands of ${label} itself do?`,
        why: "A backslash makes it run commands of its own, which aren't SQL.",
      }),
      setting,
    );
  for (const text of statements)
    if (text.dynamic !== null) reading.add(looseText(label, text), setting);
    else if (text.text.trim() !== "")
      reading.handOn(
        {
          artifact: { kind: "sql", dialect: hand.dialect, content: text.text },
          params: {},
        },
        setting,
      );
}

/** Text that isn't whole before it runs: its words can make it worse, never better. */
const looseText = (label: string, { text, dynamic }: Argument) => ({
  ...unknownDeed(label, {
    what: `What does ${label} run?`,
    why: dynamic ?? "It is put together when it runs.",
  }),
  effects: [...effectsByName(text.slice(0, 10_000)), "unknown" as const],
});

function handManifest(
  hand: Hand & { to: "kubernetes" },
  judged: Judged,
  setting: Setting,
  reading: Reading,
) {
  for (const file of valuesOf(judged, hand.files)) {
    const { input } = setting;
    if (file.text === "-" && input.kind === "text" && input.text.dynamic === null)
      reading.handOn(
        {
          artifact: { kind: "kubernetes", content: input.text.text || " " },
          params: { verb: hand.verb },
        },
        setting,
      );
    else
      reading.add(
        unknownDeed(judged.label, {
          what: `Which objects are in ${file.text === "-" ? "its input" : withoutSecrets(file.text)}?`,
          why: "The manifest wasn't submitted.",
          resolve: "Deny, and ask the agent to submit the manifest as the artifact.",
        }),
        setting,
      );
  }
}

function handRequest(
  form: (Hand & { to: "http" })["form"],
  judged: Judged,
  setting: Setting,
  reading: Reading,
) {
  const { requests, unknown } = requestOf(form, judged, setting);
  for (const why of unknown)
    reading.add(
      unknownDeed(judged.label, { what: `What does ${judged.label} send?`, why }),
      setting,
    );
  for (const request of requests)
    reading.handOn(
      {
        artifact: { kind: "http", content: JSON.stringify(request) },
        params: {},
      },
      setting,
    );
}

/** Calls that take a file to write to, after their options. */
const SAVES = /^(get|invoke|download|select)-?/;

function handAws(judged: Judged, setting: Setting, reading: Reading) {
  const [service, operation, ...others] = judged.operands;
  if (!service || !operation || service.dynamic !== null || operation.dynamic !== null)
    return reading.add(
      unknownDeed("aws", {
        what: "Which AWS action is it?",
        why: "The command names no service and action that could be read.",
      }),
      setting,
    );
  const named = judged.read.options.flatMap(({ name, value }) =>
    value !== null && /-(ids?|names?|identifiers?|arns?|urls?)$/.test(name) ? [value] : [],
  );
  // `--instance-ids a b`: what follows belongs to the option still.
  const ids = [...named, ...others];
  reading.callAws(
    {
      service: service.text,
      operation: operation.text,
      output: others[0] && SAVES.test(operation.text) ? others[0].text : null,
      deed: {
        ...PLAIN_DEED,
        by: withoutSecrets(`aws ${service.text} ${operation.text}`),
        effects: [],
        noun: "resource",
        type: `aws.${/^[a-z0-9-]+$/.test(service.text) ? service.text : "unknown"}`,
        provider: "aws",
        targets: ids.map(({ text }) => text),
        more: ids.length === 0 || ids.some(({ dynamic, pattern }) => dynamic !== null || pattern),
        conditional: setting.conditional,
      },
    },
    setting,
  );
}
