import { isObject, memberOf, type JsonObject } from "./json-text";
import { isSecretName } from "./secret-name";
import { Secrets } from "./secrets";

/** Each value and the mask that tells which parts of it are secret (`true` for all of it). */
const MASKS: readonly (readonly [value: string, mask: string])[] = [
  ["before", "before_sensitive"],
  ["after", "after_sensitive"],
  ["values", "sensitive_values"],
  ["config_values", "config_sensitive"],
];

/** Where an object that says `"sensitive": true`, or whose name is a secret's, keeps its value. */
const HOLDERS = ["value", "default", "constant_value", "before", "after"];

/** The member by which Pulumi marks an encoded secret, and its value there. */
const PULUMI_SIGNATURE = "4dabf18193072939515e22adb298388d";

const LABELS = ["name", "key", "Name"];

/** Members by which an object says what in it is secret; most objects have none of them. */
const TELLING: ReadonlySet<string> = new Set([
  ...MASKS.map(([, mask]) => mask),
  ...LABELS,
  "sensitive",
  "expressions",
  "additionalSecretOutputs",
  PULUMI_SIGNATURE,
]);

/**
 * Everything in a Terraform, OpenTofu or Pulumi plan that it, or a name in it, says is secret: the places,
 * and the values, since the same value may stand in places that nobody marked.
 */
export class Sensitive {
  readonly secrets = new Secrets();
  /** That were looked at: all that the value has. */
  members = 0;
  private readonly places = new Map<object, Set<string>>();

  constructor(plan: unknown) {
    this.visit(plan);
    const root = memberOf(memberOf(plan, "configuration"), "root_module");
    this.variables(memberOf(root, "variables"), memberOf(plan, "variables"));
  }

  /** Whether there is nothing to be left out. */
  get isEmpty(): boolean {
    return this.places.size === 0 && this.secrets.isEmpty;
  }

  holds(parent: object, key: string | number): boolean {
    return this.places.get(parent)?.has(String(key)) ?? false;
  }

  private visit(value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === "object" && item !== null) this.visit(item);
      return;
    }
    if (!isObject(value)) return;
    let telling = false;
    const names = Object.keys(value);
    this.members += names.length;
    for (const name of names) {
      const member = value[name];
      if (isSecretName(name)) this.named(value, name);
      if (TELLING.has(name)) telling = true;
      if (typeof member === "object" && member !== null) this.visit(member);
    }
    if (telling) this.told(value);
  }

  /** What an object says of its own members. */
  private told(value: JsonObject): void {
    for (const [name, mask] of MASKS) if (mask in value) this.masked(value, name, value[mask]);
    if (value["sensitive"] === true) this.holder(value);
    if ("expressions" in value)
      this.variables(memberOf(value["module"], "variables"), value["expressions"]);
    this.pulumi(value);
    this.labelled(value);
  }

  /** The values given to variables that a module's configuration says are sensitive. */
  private variables(declared: unknown, given: unknown): void {
    if (!isObject(declared)) return;
    for (const name of Object.keys(declared))
      if (memberOf(declared[name], "sensitive") === true) this.holder(memberOf(given, name));
  }

  private holder(value: unknown): void {
    if (!isObject(value)) return;
    for (const name of HOLDERS) this.mark(value, name);
    const expression = value["expression"];
    if (isObject(expression)) this.mark(expression, "constant_value");
  }

  /** `password: "…"` and `db_password: { value: "…" }`. */
  private named(parent: JsonObject, name: string): void {
    const value = parent[name];
    if (typeof value === "string") this.mark(parent, name);
    if (!isObject(value)) return;
    for (const holder of HOLDERS) if (typeof value[holder] === "string") this.mark(value, holder);
  }

  /** `{ name: "DB_PASSWORD", value: "…" }`, as containers are given their environment. */
  private labelled(value: JsonObject): void {
    const label = LABELS.map((name) => value[name]).find(
      (one) => one !== undefined && one !== null,
    );
    if (typeof label !== "string" || !isSecretName(label)) return;
    for (const name of ["value", "Value"])
      if (typeof value[name] === "string") this.mark(value, name);
  }

  private pulumi(value: JsonObject): void {
    const names = value["additionalSecretOutputs"];
    if (Array.isArray(names))
      for (const state of [value["outputs"], value["inputs"]])
        if (isObject(state)) for (const name of names) this.mark(state, String(name));
    if (!(PULUMI_SIGNATURE in value)) return;
    for (const name of ["plaintext", "value"]) {
      this.mark(value, name);
      this.collect(parsed(value[name]));
    }
  }

  private masked(parent: JsonObject, name: string, mask: unknown): void {
    const value = parent[name];
    if (mask === true) return this.mark(parent, name);
    // A mask that has another shape than its value says that something is secret, not what.
    const fits = Array.isArray(mask)
      ? Array.isArray(value) && mask.length <= value.length
      : isObject(mask) && isObject(value);
    if (fits) this.maskedWithin(value as JsonObject, mask as JsonObject);
    else if (marksAny(mask)) this.mark(parent, name);
  }

  private maskedWithin(value: JsonObject, mask: JsonObject): void {
    for (const name of Object.keys(mask)) if (name in value) this.masked(value, name, mask[name]);
  }

  private mark(parent: JsonObject, name: string): void {
    // That something is unset is no secret.
    if (!Object.hasOwn(parent, name) || parent[name] === null) return;
    const places = this.places.get(parent);
    if (places) places.add(name);
    else this.places.set(parent, new Set([name]));
    this.collect(parent[name]);
  }

  private collect(value: unknown): void {
    if (typeof value === "string" || typeof value === "number") this.secrets.add(String(value));
    else if (typeof value === "object" && value !== null)
      for (const member of Object.values(value)) this.collect(member);
  }
}

const marksAny = (mask: unknown): boolean =>
  mask === true ||
  (typeof mask === "object" && mask !== null && Object.values(mask).some(marksAny));

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
