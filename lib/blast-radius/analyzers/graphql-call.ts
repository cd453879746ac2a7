import type { EffectKind } from "@/lib/core/impact";
import { quoted, type Declared } from "../findings";
import { effectsByName } from "../mutation-name";
import { providerOf, ruleFor } from "../providers/find";
import type { MutationRule, Provider } from "../providers/provider";
import type { CallArgument } from "./graphql-arguments";
import type { GraphqlCall, ReadDocument } from "./graphql-document";
import { environmentArgumentOf, targetOf, type CallTarget } from "./graphql-target";

/** A call and what is known of it: by a provider's rule, else by its name, else nothing. */
export interface UnderstoodCall {
  readonly call: GraphqlCall;
  /** Its path from the root, fit to be shown. */
  readonly label: string;
  readonly provider: Provider | null;
  readonly rule: MutationRule | null;
  /** Never empty: a call that nothing is known of has the effect `unknown`. */
  readonly effects: readonly EffectKind[];
  readonly target: CallTarget;
  readonly environment: CallArgument | null;
}

export function understandCalls(document: ReadDocument, declared: Declared): UnderstoodCall[] {
  const provider = providerOf(declared);
  return document.calls.map((call) => {
    const rule = call.path.length === 1 ? ruleFor(provider, call.name) : null;
    const effects = rule ? rule.effects : effectsByName(call.path.join("_"));
    return {
      call,
      label: quoted(call.path.join(".")),
      provider: rule ? provider : null,
      rule,
      effects: effects.length > 0 ? effects : ["unknown"],
      target: targetOf(call, rule, declared.resource.id),
      environment: environmentArgumentOf(call, rule),
    };
  });
}

/** A text of the provider's rules about this target. */
export const about = (text: string, target: string) => text.replaceAll("{target}", () => target);
