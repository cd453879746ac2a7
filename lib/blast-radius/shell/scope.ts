import { withoutSecrets } from "../deeds/redact";
import { quoted, type ScopeParam } from "../findings";
import type { Judged } from "./judged";
import type { Setting } from "./reading";

/** The options by which a command says where it acts; null for one that acts on its own machine. */
export function scopeOf({ cli, read, label }: Judged, { place }: Setting): ScopeParam | null {
  if (cli.reaches === null) return null;
  const named = environmentOptions({ cli, read });
  return {
    call: place === null ? label : `${label}, run on ${place}`,
    arguments: named.map(({ name, value }) => ({ name, value: withoutSecrets(value) })),
    environment_argument: named[0]?.name ?? null,
    note: named[0]
      ? `${named.map(({ name }) => name).join(" and ")} limits where it acts.`
      : `Nothing in the command says where it acts: it reaches ${quoted(cli.reaches)}.`,
  };
}

export const environmentOptions = ({ cli, read }: Pick<Judged, "cli" | "read">) => {
  const names = (cli.environment ?? "").split(" ");
  return read.options.flatMap(({ name, value }) =>
    value && names.includes(name) ? [{ name, value: value.text }] : [],
  );
};
