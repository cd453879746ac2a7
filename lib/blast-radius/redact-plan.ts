import { parseJsonText, UnreadableJson } from "./plans/json-text";
import { rewriteJson, type Rewriting } from "./plans/rewrite-json";
import { REDACTED, type Secrets } from "./plans/secrets";
import { Sensitive } from "./plans/sensitive";

/** What is kept of a plan that can't be read: nothing tells what in it is secret. */
export const WITHHELD =
  "(withheld: this can't be read as a plan, so which parts of it are secret isn't known)";

/**
 * A Terraform, OpenTofu or Pulumi plan without its secrets; everything else, the spelling of numbers and
 * the layout too, is as it was. What the plan's own masks call sensitive goes from there and from wherever
 * else the same value stands: outputs, variables, configuration, prior state. Deterministic; redacting
 * twice changes nothing.
 */
export const redactPlan = (content: string): string => readRedacted(content)?.text ?? WITHHELD;

export interface RedactedPlan {
  readonly text: string;
  readonly value: unknown;
}

/** The same, and what it says; null where it can't be read. */
export function readRedacted(content: string): RedactedPlan | null {
  try {
    const { value, members } = parseJsonText(content);
    const sensitive = new Sensitive(value);
    if (sensitive.members !== members) throw new UnreadableJson("A member appears twice.");
    if (sensitive.isEmpty) return { text: content, value };
    return { text: rewriteJson(content, value, redacting(sensitive), "structure"), value };
  } catch (error) {
    if (error instanceof UnreadableJson) return null;
    throw error;
  }
}

/** Whose words stand at a place: the format's own, code's names for things, or the user's. */
type Words = "structure" | "identifier" | "values";

/** From here on names and texts are the user's. */
const VALUES: ReadonlySet<string> = new Set([
  "before",
  "after",
  "values",
  "value",
  "default",
  "constant_value",
  "expressions",
  "config_values",
  "inputs",
  "config",
  "detailedDiff",
  "after_unknown",
  "before_sensitive",
  "after_sensitive",
  "sensitive_values",
  "config_sensitive",
]);

/** What code calls things: Terraform prints it whatever is secret, and a verdict needs it whole. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  "format_version",
  "terraform_version",
  "timestamp",
  "address",
  "module_address",
  "previous_address",
  "mode",
  "type",
  "name",
  "provider_name",
  "provider_config_key",
  "actions",
  "action_reason",
  "deposed",
  "op",
  "urn",
  "parent",
  "provider",
  "dependencies",
]);

/** The key of one of several instances, `["eu-west-1"]`: a value, inside of an identifier. */
const INSTANCE_KEY = /\["((?:[^"\\]|\\.)*)"\]/g;

function redacting(sensitive: Sensitive): Rewriting<Words> {
  const { secrets } = sensitive;
  let renamed = 0;
  return {
    replace(value, key, parent, words) {
      if (sensitive.holds(parent, key)) return REDACTED;
      if (typeof value !== "string" && typeof value !== "number") return undefined;
      const text = String(value);
      const visible =
        words === "identifier" ? identifierWithout(secrets, text) : secrets.redact(text);
      return visible === text ? undefined : visible;
    },
    rename(name, words) {
      if (words !== "values") return undefined;
      const visible = secrets.redact(name);
      // Numbered, so that two of them are still two members.
      return visible === name ? undefined : `${visible} #${++renamed}`;
    },
    enter(name, words) {
      if (words !== "structure") return words;
      return VALUES.has(name) ? "values" : IDENTIFIERS.has(name) ? "identifier" : words;
    },
  };
}

function identifierWithout(secrets: Secrets, text: string): string {
  if (!text.includes('["')) return text;
  return text.replace(INSTANCE_KEY, (whole, key: string) => {
    const visible = secrets.redact(key);
    return visible === key ? whole : `["${visible}"]`;
  });
}
