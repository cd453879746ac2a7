import type { EffectKind } from "@/lib/core/impact";
import { EVIDENCE_ARTIFACT, quoted, type ClaimVerdict, type Declared } from "../findings";
import { effectsByName } from "../mutation-name";
import type { Deed } from "./deed";
import { hits } from "./impact";
import { withoutSecrets } from "./redact";

type Judged = Pick<ClaimVerdict, "verdict" | "because">;

/** The artifact must do what was declared, to what was declared, and nothing else. */
export function verdictsOn(declared: Declared, deeds: readonly Deed[]): ClaimVerdict[] {
  const active = hits(deeds);
  return [
    { claim: "resource", said: declared.resource.id, ...judgeResource(declared, active) },
    { claim: "action", said: declared.action, ...judgeAction(declared, active) },
  ].map((one) => ({
    ...one,
    said: quoted(one.said),
    assurance: "parsed",
    evidence: [EVIDENCE_ARTIFACT],
  }));
}

const NOTHING: Judged = {
  verdict: "contradicted",
  because: "The artifact destroys nothing that could be found.",
};

function judgeResource(declared: Declared, deeds: readonly Deed[]): Judged {
  if (deeds.length === 0) return NOTHING;
  const { id } = declared.resource;
  const found = deeds.flatMap(({ by, targets, more }) =>
    targets.filter((target) => !(more && IS_VAGUE.test(target))).map((target) => ({ by, target })),
  );
  const same = found.filter(({ target }) => isSame(target, id));
  const other = found.find(({ target }) => !isSame(target, id));
  const unsure = deeds.find(({ targets, more }) => more || targets.length === 0);
  if (other && same.length > 0)
    return {
      verdict: "contradicted",
      because: `${other.by} also acts on ${withoutSecrets(other.target)}.`,
    };
  if (other && !found.some(({ target }) => isRelated(target, id)))
    return {
      verdict: "contradicted",
      because: `${other.by} acts on ${withoutSecrets(other.target)}, not on the declared ${quoted(id)}.`,
    };
  if (other)
    return {
      verdict: "unverifiable",
      because: `${other.by} acts on ${withoutSecrets(other.target)}; whether that is all of ${quoted(id)}, or more, isn't known.`,
    };
  if (unsure)
    return {
      verdict: "unverifiable",
      because: `What all ${unsure.by} acts on isn't known.`,
    };
  return {
    verdict: "supported",
    because: `The artifact acts on ${quoted(id)} and on nothing else that it names.`,
  };
}

/** Words of an action that admit to adding. */
const ADDS = /add|attach|clone|create|deploy|import|install|launch|make|new|open|provision|push/i;

/** A pattern, or a value that only the run knows: what it hits may be the declared one, or not. */
const IS_VAGUE = /[$`*?{[…]/;

const bare = (id: string) =>
  id
    .trim()
    .replace(/^[a-z0-9+]+:\/\//i, "")
    .replace(/\/+$/, "");

/** `pod/web` is `web`, `s3://logs/` is `logs`; case counts. */
function isSame(found: string, declared: string): boolean {
  const [a, b] = [bare(found), bare(declared)];
  return a === b || a.split("/").slice(1).join("/") === b || b.split("/").slice(1).join("/") === a;
}

const isRelated = (found: string, declared: string) =>
  bare(found) !== "" &&
  bare(declared) !== "" &&
  (bare(found).includes(bare(declared)) || bare(declared).includes(bare(found)));

function judgeAction(declared: Declared, deeds: readonly Deed[]): Judged {
  if (deeds.length === 0) return NOTHING;
  const onlyAdds = deeds.every(({ effects }) => effects.every((kind) => kind === "create"));
  if (onlyAdds && !ADDS.test(declared.action))
    return {
      verdict: "contradicted",
      because: `The artifact only adds: it runs ${deeds[0]?.by ?? ""}.`,
    };
  const admitted: readonly EffectKind[] = [...effectsByName(declared.action), "create"];
  for (const { by, effects } of deeds) {
    const main = effects[0] ?? "unknown";
    if (main !== "unknown" && !admitted.includes(main) && !isLess(main, admitted))
      return {
        verdict: "contradicted",
        because: `The artifact runs ${by}, whose effect (${main}) the action doesn't name.`,
      };
  }
  const strange = deeds.find(({ effects }) => effects.includes("unknown"));
  if (strange) return { verdict: "unverifiable", because: `What ${strange.by} does isn't known.` };
  const names = [...new Set(deeds.map(({ by }) => by))].slice(0, 3);
  return { verdict: "supported", because: `The artifact runs ${names.join(", ")}.` };
}

/** An action that says "delete" says enough for what only empties or stops. */
const isLess = (effect: EffectKind, admitted: readonly EffectKind[]) =>
  admitted.includes("delete") && effect !== "recovery_removal" && effect !== "permission_change";
