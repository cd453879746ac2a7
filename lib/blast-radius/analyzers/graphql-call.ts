import type { EffectKind } from "@/lib/core/impact";
import { namedType, ownMember, type CompiledField } from "../graphql/compiled-schema";
import { environmentArgumentIn, hasIdType } from "../graphql/roles";
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
  /** Whether they are read from the return type that the registered schema gives it. */
  readonly isByReturnType: boolean;
  readonly target: CallTarget;
  readonly environment: CallArgument | null;
  /** What the registered schema says of it; null: nothing. */
  readonly schema: CompiledField | null;
}

export function understandCalls(document: ReadDocument, declared: Declared): UnderstoodCall[] {
  const provider = providerOf(declared);
  const compiled = declared.graphqlSchema?.compiled ?? null;
  return document.calls.map((call) => {
    const isRoot = call.path.length === 1;
    const rule = isRoot ? ruleFor(provider, call.name) : null;
    const isMutation = call.source.operation.operation === "mutation";
    const schema = compiled && isRoot && isMutation ? ownMember(compiled.fields, call.name) : null;
    const named = rule ? rule.effects : effectsByName(call.path.join("_"));
    const returned = named.length === 0 && schema ? effectsByReturnType(schema) : [];
    const effects = named.length > 0 ? named : returned;
    const isId =
      compiled && schema ? (name: string) => hasIdType(name, schema, compiled) : undefined;
    return {
      call,
      label: quoted(call.path.join(".")),
      provider: rule ? provider : null,
      rule,
      effects: effects.length > 0 ? effects : ["unknown"],
      isByReturnType: returned.length > 0,
      target: targetOf(call, rule, declared.resource.id, isId),
      environment:
        environmentArgumentOf(call, rule) ??
        (compiled && schema && !rule
          ? environmentArgumentIn(call.arguments, schema, compiled)
          : null),
      schema,
    };
  });
}

/**
 * What a return type such as `DeleteVolumePayload` says of a call whose name says nothing; never something
 * gentle, which would be less than not knowing.
 */
const effectsByReturnType = ({ returns }: CompiledField): EffectKind[] =>
  effectsByName(namedType(returns)).filter((kind) => DESTROYING.includes(kind));

const DESTROYING: readonly EffectKind[] = [
  "delete",
  "truncate",
  "replace",
  "overwrite",
  "recovery_removal",
];

/** A text of the provider's rules about this target. */
export const about = (text: string, target: string) => text.replaceAll("{target}", () => target);
