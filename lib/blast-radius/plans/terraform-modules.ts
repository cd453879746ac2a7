import { isObject, memberOf } from "./json-text";
import type { KeptResource, PlannedChange } from "./plan";

/** What the plan found in the state, of all modules. */
export function stateOf(state: unknown): KeptResource[] {
  const found: KeptResource[] = [];
  const visit = (module: unknown) => {
    for (const resource of listOf(memberOf(module, "resources"))) {
      const [address, type, values] = ["address", "type", "values"].map((name) =>
        memberOf(resource, name),
      );
      if (
        memberOf(resource, "mode") === "managed" &&
        typeof address === "string" &&
        typeof type === "string" &&
        isObject(values)
      )
        found.push({ address, type, values });
    }
    for (const child of listOf(memberOf(module, "child_modules"))) visit(child);
  };
  visit(memberOf(memberOf(state, "values"), "root_module"));
  return found;
}

/** Provisioners run commands of their own when their resource is made or destroyed. */
export function provisionersOf(
  configuration: unknown,
  changes: readonly PlannedChange[],
): string[] {
  let changing: ReadonlySet<string> | null = null;
  const found: string[] = [];
  const visit = (module: unknown, path: string) => {
    for (const resource of listOf(memberOf(module, "resources"))) {
      const provisioners = listOf(memberOf(resource, "provisioners"));
      if (provisioners.length === 0) continue;
      const address = `${path}${String(memberOf(resource, "address"))}`;
      changing ??= madeOrDestroyed(changes);
      if (!changing.has(address)) continue;
      for (const provisioner of provisioners)
        found.push(`${String(memberOf(provisioner, "type"))} of ${address}`);
    }
    const calls = memberOf(module, "module_calls");
    if (isObject(calls))
      for (const name of Object.keys(calls))
        visit(memberOf(calls[name], "module"), `${path}module.${name}.`);
  };
  visit(memberOf(configuration, "root_module"), "");
  return found;
}

/** As configuration writes their addresses. */
const madeOrDestroyed = (changes: readonly PlannedChange[]): ReadonlySet<string> =>
  new Set(
    changes
      .filter(({ kind }) => kind !== "none" && kind !== "update" && kind !== "forget")
      .map(({ address }) => withoutKeys(address)),
  );

/** `module.a["x"].b.c[0]` as configuration writes it: `module.a.b.c`. */
const withoutKeys = (address: string) =>
  address.replace(/ \(deposed .*$/, "").replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
