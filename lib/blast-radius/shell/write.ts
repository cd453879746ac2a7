import { GONE } from "../cli/cli";
import { PLAIN_DEED } from "../deeds/deed";
import { withoutSecrets } from "../deeds/redact";
import { unknownDeed, type Reading, type Setting } from "./reading";
import type { Redirected } from "./walk";

/** What swallows everything, or shows it. */
const NOWHERE = /^\/dev\/(null|stdout|stderr|tty|fd\/\d+)$/;
const DEVICE = /^\/dev\//;
/** `2>&1` and `>&-`. */
const DESCRIPTOR = /^(\d+-?|-)$/;

/** `> file`: the file's old content goes, before the command even starts. */
export function judgeWrite({ operator, target }: Redirected, setting: Setting, reading: Reading) {
  if (operator === "<&") return;
  if (operator === ">&" && DESCRIPTOR.test(target.text)) return;
  if (target.dynamic === null && NOWHERE.test(target.text)) return;
  if (target.fresh) return;
  // A substitution's own commands are read where they stand.
  if (target.process) return;
  const isDevice = DEVICE.test(target.text);
  if (/^\/dev\/(tcp|udp)\//.test(target.text))
    return reading.add(
      unknownDeed("a connection", {
        what: `What does the other side of ${withoutSecrets(target.text)} do?`,
        why: "The shell sends it bytes.",
      }),
      setting,
    );
  const appends = operator === ">>" || operator === "&>>" || operator === "<>";
  if (appends && !isDevice && target.dynamic === null) return;
  reading.add(
    {
      ...PLAIN_DEED,
      by: operator,
      effects: appends && !isDevice ? ["unknown"] : ["overwrite"],
      ...(isDevice ? { technique: "T1561" as const } : {}),
      noun: isDevice ? "device" : "file",
      type: isDevice ? "device" : "file",
      targets: [target.text],
      more: target.dynamic !== null || target.pattern,
      undo: GONE,
      unknowns:
        target.dynamic === null
          ? []
          : [
              {
                what: `Which file is ${withoutSecrets(target.text)}?`,
                why: target.dynamic,
                resolve: "Deny, and ask the agent to name the file.",
              },
            ],
    },
    setting,
  );
}
