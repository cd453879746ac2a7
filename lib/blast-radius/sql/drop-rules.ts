import type { ObjectType } from "libpg-query";
import type { EffectKind } from "@/lib/core/impact";

/** What is lost, and what else that does, when an object of a type is dropped. */
export interface DropRule {
  readonly noun: string;
  readonly effect: EffectKind;
  /** Null: it may hold data. */
  readonly stateful: boolean | null;
  /** How many last parts of its name aren't its table's: of triggers, policies, columns. */
  readonly partsBelowTable: 0 | 1 | null;
}

const holdsData = (noun: string): DropRule => ({
  noun,
  effect: "delete",
  stateful: true,
  partsBelowTable: 0,
});
const defines = (noun: string, effect: EffectKind = "delete"): DropRule => ({
  noun,
  effect,
  stateful: false,
  partsBelowTable: null,
});
const ofTable = (noun: string, effect: EffectKind = "delete"): DropRule => ({
  ...defines(noun, effect),
  partsBelowTable: 1,
});

/** A type that isn't here counts as one that may hold data. */
export const DROP_RULES: Readonly<Partial<Record<ObjectType, DropRule>>> = {
  OBJECT_TABLE: holdsData("table"),
  OBJECT_MATVIEW: holdsData("materialized view"),
  OBJECT_SEQUENCE: { ...holdsData("sequence"), partsBelowTable: null },
  OBJECT_DATABASE: { ...holdsData("database"), partsBelowTable: null },
  OBJECT_LARGEOBJECT: { ...holdsData("large object"), partsBelowTable: null },
  OBJECT_SCHEMA: { ...defines("schema"), stateful: null },
  OBJECT_EXTENSION: { ...defines("extension"), stateful: null },
  // A column of the type goes with it, under CASCADE.
  OBJECT_TYPE: { ...defines("type"), stateful: null },
  OBJECT_DOMAIN: { ...defines("domain"), stateful: null },
  OBJECT_FOREIGN_TABLE: { ...defines("foreign table", "detach"), partsBelowTable: 0 },
  OBJECT_FOREIGN_SERVER: defines("foreign server", "detach"),
  OBJECT_FDW: defines("foreign data wrapper", "detach"),
  OBJECT_VIEW: { ...defines("view"), partsBelowTable: 0 },
  OBJECT_INDEX: defines("index"),
  OBJECT_FUNCTION: defines("function"),
  OBJECT_PROCEDURE: defines("procedure"),
  OBJECT_ROUTINE: defines("routine"),
  OBJECT_AGGREGATE: defines("aggregate"),
  OBJECT_TRIGGER: ofTable("trigger", "stop"),
  OBJECT_RULE: ofTable("rule", "stop"),
  OBJECT_EVENT_TRIGGER: defines("event trigger", "stop"),
  OBJECT_PUBLICATION: defines("publication", "stop"),
  OBJECT_SUBSCRIPTION: defines("subscription", "stop"),
  OBJECT_POLICY: ofTable("policy", "permission_change"),
  OBJECT_ROLE: defines("role", "permission_change"),
  OBJECT_ACCESS_METHOD: defines("access method"),
  OBJECT_CAST: defines("cast"),
  OBJECT_COLLATION: defines("collation"),
  OBJECT_CONVERSION: defines("conversion"),
  OBJECT_LANGUAGE: defines("language"),
  OBJECT_OPCLASS: defines("operator class"),
  OBJECT_OPERATOR: defines("operator"),
  OBJECT_OPFAMILY: defines("operator family"),
  OBJECT_STATISTIC_EXT: defines("statistics"),
  OBJECT_TRANSFORM: defines("transform"),
  OBJECT_TSCONFIGURATION: defines("text search configuration"),
  OBJECT_TSDICTIONARY: defines("text search dictionary"),
  OBJECT_TSPARSER: defines("text search parser"),
  OBJECT_TSTEMPLATE: defines("text search template"),
};

/** `OBJECT_FOREIGN_TABLE` as the end of a resource's type. */
export const objectType = (type: string | undefined): string =>
  (type ?? "object")
    .replace(/^OBJECT_/, "")
    .toLowerCase()
    .replace("matview", "materialized_view");
