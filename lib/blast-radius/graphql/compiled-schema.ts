/**
 * What is kept of a registered GraphQL schema: its mutations and what they can be given. What they answer
 * with, and everything that only reads, is left out.
 */
export interface CompiledSchema {
  /** Name of the root type; null: the schema has no mutations. */
  readonly mutation: string | null;
  readonly fields: Readonly<Record<string, CompiledField>>;
  /** Every input object and enum that an argument leads to; a name that isn't here is a scalar's. */
  readonly types: Readonly<Record<string, CompiledType>>;
}

export interface CompiledField {
  readonly args: Readonly<Record<string, CompiledInput>>;
  /** As the schema writes it: `VolumeDeletePayload!`. */
  readonly returns: string;
  /** Why it is deprecated, cut to what a report shows. */
  readonly deprecated?: string;
}

export interface CompiledInput {
  /** As the schema writes it: `[ID!]!`. */
  readonly type: string;
  /** Not to be left out: it can't be null, and has no default. */
  readonly required?: true;
}

export type CompiledType =
  | { readonly fields: Readonly<Record<string, CompiledInput>>; readonly oneOf?: true }
  | { readonly values: readonly string[] };

/** A schema that an admin registered for the enforcement point that an operation goes to. */
export interface RegisteredSchema {
  readonly compiled: CompiledSchema;
  /** Of the text as it was registered, in hex. */
  readonly sha256: string;
  readonly registeredAt: Date;
}

/** A member by a name that a request chose; `constructor` is one like any other. */
export const ownMember = <T>(members: Readonly<Record<string, T>>, name: string): T | null =>
  Object.hasOwn(members, name) ? (members[name] ?? null) : null;

/** `[ID!]!` → `ID`. */
export const namedType = (type: string): string => type.replaceAll(/[[\]!]/g, "");
