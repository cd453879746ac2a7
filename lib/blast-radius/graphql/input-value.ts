import { Kind, type ValueNode } from "graphql";

/** A value as it stands in a document or in its variables, before a schema says what it may be. */
export type InputValue =
  | { readonly kind: "null" }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly InputValue[] }
  | { readonly kind: "object"; readonly members: readonly (readonly [string, InputValue])[] }
  /** `text`: a string of JSON, which may stand for an enum's value too. */
  | {
      readonly kind: "int" | "float" | "string" | "boolean" | "enum" | "text";
      readonly text: string;
    };

export function valueOfNode(node: ValueNode): InputValue {
  switch (node.kind) {
    case Kind.NULL:
      return { kind: "null" };
    case Kind.VARIABLE:
      return { kind: "variable", name: node.name.value };
    case Kind.LIST:
      return { kind: "list", items: node.values.map(valueOfNode) };
    case Kind.OBJECT:
      return {
        kind: "object",
        members: node.fields.map((field) => [field.name.value, valueOfNode(field.value)] as const),
      };
    case Kind.INT:
      return { kind: "int", text: node.value };
    case Kind.FLOAT:
      return { kind: "float", text: node.value };
    case Kind.STRING:
      return { kind: "string", text: node.value };
    case Kind.BOOLEAN:
      return { kind: "boolean", text: String(node.value) };
    case Kind.ENUM:
      return { kind: "enum", text: node.value };
  }
}

/** Of a variable; null: there is none, so that nothing can be said of it. */
export function valueOfJson(json: unknown): InputValue | null {
  if (json === undefined) return null;
  if (json === null) return { kind: "null" };
  if (Array.isArray(json))
    return { kind: "list", items: json.flatMap((one) => valueOfJson(one) ?? []) };
  if (typeof json === "object")
    return {
      kind: "object",
      members: Object.entries(json).flatMap(([name, member]) => {
        const value = valueOfJson(member);
        return value ? [[name, value] as const] : [];
      }),
    };
  if (typeof json === "number")
    return { kind: Number.isInteger(json) ? "int" : "float", text: String(json) };
  if (typeof json === "boolean") return { kind: "boolean", text: String(json) };
  return { kind: "text", text: String(json as string) };
}
