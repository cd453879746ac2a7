import type { CliRule } from "../cli/cli";
import { kindOf } from "../kubernetes/kinds";
import type { Judged } from "./judged";
import type { Argument } from "./word";

export interface FoundTargets {
  readonly targets: readonly string[];
  readonly more: boolean;
  /** Where the arguments say what type they are of. */
  readonly type: string | null;
}

/** What a command acts on, as its arguments name it. */
export function targetsOf(
  { cli, read, operands }: Judged,
  { targets, words }: CliRule,
): FoundTargets {
  const of = (chosen: readonly Argument[]): FoundTargets => ({
    targets: chosen.map(({ text }) => text),
    more: chosen.length === 0 || chosen.some(({ dynamic, pattern }) => dynamic !== null || pattern),
    type: null,
  });
  if (targets === undefined) return of(operands);
  if ("skip" in targets) return of(operands.slice(targets.skip));
  if ("always" in targets) return { targets: [targets.always], more: true, type: null };
  if ("by" in targets) {
    const names = targets.by.split(" ");
    const given = read.options.flatMap(({ name, value }) =>
      value && names.includes(name) ? [value] : [],
    );
    // `--instance-ids a b`: what follows belongs to the option still.
    return of(cli.optionsTakeValues && !words ? [...given, ...operands] : given);
  }
  if ("pick" in targets)
    return of(
      operands.flatMap((one) => {
        const [, id] = targets.pick.exec(one.text) ?? [];
        return id === undefined ? [] : [{ ...one, text: id }];
      }),
    );
  if ("kinds" in targets) return byKind(operands);
  if (targets.only === "none") return { targets: [], more: true, type: null };
  return of(targets.only === "first" ? operands.slice(0, 1) : operands.slice(-1));
}

/** `pod web`, `pod/web`, `deploy,svc web`: each as `type/name`. */
function byKind(operands: readonly Argument[]): FoundTargets {
  const [first, ...names] = operands;
  if (!first) return { targets: [], more: true, type: null };
  const more = operands.some(({ dynamic, pattern }) => dynamic !== null || pattern);
  const isSlashed = first.text.includes("/");
  const kinds = isSlashed
    ? operands.map(({ text }) => text.split("/")[0] ?? "")
    : first.text.split(",");
  const found = [...new Set(kinds.map((kind) => kindOf(kind)))];
  const targets = isSlashed
    ? operands.map(({ text }) => text)
    : found.flatMap((kind) => names.map(({ text }) => `${kind.name}/${text}`));
  return {
    targets,
    more: more || targets.length === 0,
    type: found.length === 1 ? `kubernetes.${found[0]?.name ?? ""}` : "kubernetes",
  };
}
