/** A name with a dot or a quote in it would read as two. Others stay as the catalog has them. */
const part = (name: string): string =>
  /[."]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The members that hold a node's name, or the node that has one. */
const NAMING = "sval ival fval items objname names funcname relation rel name priv_name".split(" ");

/**
 * The name that a part of a parse tree stands for, `schema.table` as written: of a relation, a list of
 * names, a role, a type, a function. Null where it has none.
 */
export function objectName(value: unknown): string | null {
  if (typeof value === "string") return part(value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    const names = value.map(objectName);
    return names.length > 0 && names.every((name) => name !== null) ? names.join(".") : null;
  }
  if (!isRecord(value)) return null;
  if (typeof value["relname"] === "string")
    return [value["catalogname"], value["schemaname"], value["relname"]]
      .filter((name) => typeof name === "string")
      .map(part)
      .join(".");
  if (typeof value["roletype"] === "string") return roleName(value["roletype"], value["rolename"]);
  for (const key of NAMING) if (key in value) return objectName(value[key]);
  const wrapped = Object.values(value);
  return wrapped.length === 1 && isRecord(wrapped[0]) ? objectName(wrapped[0]) : null;
}

function roleName(roletype: string, rolename: unknown): string | null {
  if (roletype === "ROLESPEC_CSTRING") return objectName(rolename);
  return roletype.replace("ROLESPEC_", "");
}
