import { ASK_THE_AGENT } from "../deeds/deed";
import { quoted } from "../findings";
import { effectsByName } from "../mutation-name";
import { judgeEnvironment } from "./environment";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { walkScript } from "./walk";
import type { Argument } from "./word";
import { judgeWrite } from "./write";

/** Reads a script, and every script within it, into `reading`. */
export function runScript(script: Argument, setting: Setting, reading: Reading): void {
  if (script.dynamic !== null)
    reading.add(
      unknownDeed("a script that is put together when it runs", {
        what: `What will ${quoted(script.text)} run?`,
        why: script.dynamic,
      }),
      setting,
    );
  const { commands, writes, functions, fault } = walkScript(script.text, {
    ...setting,
    isWhole: setting.depth === 0,
  });
  if (fault !== null)
    reading.add(
      {
        ...unknownDeed("what the shell makes of it", {
          what: "How does a shell read the script?",
          why: `It isn't valid, or not as Countersign reads it: ${quoted(fault)}.`,
          resolve: ASK_THE_AGENT,
        }),
        // Whatever could be read is read below; the words of the rest can only make it worse.
        effects: [...effectsByName(script.text.slice(0, 10_000)), "unknown"],
      },
      setting,
    );
  const known = new Set([...setting.functions, ...functions]);
  for (const write of writes)
    judgeWrite(write, { ...setting, conditional: write.conditional }, reading);
  for (const { words, environment, input, conditional } of commands) {
    const inner = { ...setting, input, conditional, functions: known, depth: setting.depth + 1 };
    judgeEnvironment(environment, inner, reading);
    reading.runCommand(words, inner);
  }
}
