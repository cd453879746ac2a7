import type { EffectKind } from "@/lib/core/impact";
import { ADDS, BACK, DEFINITION, LOST, UNKNOWN_UNDO, type Undo } from "./act";

/** What a kind of statement does to what it names, where its kind says all of it. */
export interface StatementRule {
  readonly effect: EffectKind;
  /** `{}`: the name. */
  readonly says: string;
  readonly type: string;
  /** The member that holds the name, or each of the names. */
  readonly name?: string;
  readonly each?: string;
  readonly stateful: boolean | null;
  readonly undo: Undo;
  /** What stays open, for people; null: nothing that goes beyond the usual. */
  readonly open: string | null;
}

type Rest = Partial<StatementRule>;
const adds = (type: string, name: string, rest: Rest = {}): StatementRule => ({
  effect: ADDS,
  says: `Creates ${type.replaceAll("_", " ")} {}`,
  type,
  name,
  stateful: false,
  undo: BACK,
  open: null,
  ...rest,
});
const alters = (type: string, name: string, rest: Rest = {}): StatementRule =>
  adds(type, name, {
    effect: "overwrite",
    says: `Changes ${type.replaceAll("_", " ")} {}`,
    undo: DEFINITION,
    ...rest,
  });
const access = (says: string, name: string, type: string, rest: Rest = {}): StatementRule =>
  adds(type, name, { effect: "permission_change", says, undo: UNKNOWN_UNDO, ...rest });
const stops = (says: string, name: string, type: string, rest: Rest = {}): StatementRule =>
  adds(type, name, { effect: "stop", says, undo: UNKNOWN_UNDO, ...rest });
const opens = (says: string, name: string, type: string, open: string): StatementRule =>
  adds(type, name, { effect: "unknown", says, stateful: null, undo: UNKNOWN_UNDO, open });

const LATER = "What it does happens later, to whoever sets it off.";

/** By the parser's name of the statement. */
export const STATEMENT_RULES: Readonly<Record<string, StatementRule>> = {
  AlterCollationStmt: alters("collation", "collname"),
  AlterDatabaseRefreshCollStmt: alters("database", "dbname"),
  AlterDatabaseSetStmt: alters("database", "dbname", { says: "Changes settings of database {}" }),
  AlterDatabaseStmt: alters("database", "dbname", { says: "Changes options of database {}" }),
  AlterDefaultPrivilegesStmt: access("Changes what later objects allow", "action", "role"),
  AlterDomainStmt: alters("domain", "typeName"),
  AlterEnumStmt: alters("type", "typeName"),
  AlterEventTrigStmt: opens("Changes event trigger {}", "trigname", "event_trigger", LATER),
  AlterExtensionContentsStmt: alters("extension", "extname"),
  AlterExtensionStmt: opens(
    "Updates extension {}",
    "extname",
    "extension",
    "The extension's own script runs, and isn't part of this SQL.",
  ),
  AlterFdwStmt: alters("foreign_data_wrapper", "fdwname"),
  AlterForeignServerStmt: alters("foreign_server", "servername", {
    says: "Changes where foreign server {} leads",
  }),
  AlterFunctionStmt: alters("function", "func"),
  AlterObjectDependsStmt: alters("object", "object"),
  AlterOpFamilyStmt: alters("operator_family", "opfamilyname"),
  AlterOperatorStmt: alters("operator", "opername"),
  AlterPolicyStmt: access("Changes row security policy {}", "policy_name", "policy"),
  AlterPublicationStmt: alters("publication", "pubname", { effect: "stop" }),
  AlterRoleSetStmt: access("Changes settings of role {}", "role", "role"),
  AlterRoleStmt: access("Changes role {}", "role", "role"),
  AlterSeqStmt: alters("sequence", "sequence", { stateful: true }),
  AlterStatsStmt: alters("statistics", "defnames"),
  AlterSubscriptionStmt: alters("subscription", "subname", { effect: "stop" }),
  AlterSystemStmt: alters("setting", "setstmt", {
    says: "Changes the whole server's configuration",
  }),
  AlterTSConfigurationStmt: alters("text_search_configuration", "cfgname"),
  AlterTSDictionaryStmt: alters("text_search_dictionary", "dictname"),
  AlterTableMoveAllStmt: stops(
    "Moves everything out of tablespace {}",
    "orig_tablespacename",
    "tablespace",
  ),
  AlterTableSpaceOptionsStmt: alters("tablespace", "tablespacename"),
  AlterTypeStmt: alters("type", "typeName"),
  AlterUserMappingStmt: access("Changes as whom {} is reached", "servername", "user_mapping"),
  ClusterStmt: stops("Rewrites and locks {}", "relation", "table"),
  CommentStmt: alters("comment", "object", { says: "Overwrites the comment on {}" }),
  CompositeTypeStmt: adds("type", "typevar"),
  CreateAmStmt: adds("access_method", "amname"),
  CreateCastStmt: opens("Creates a cast", "func", "cast", LATER),
  CreateConversionStmt: adds("conversion", "conversion_name"),
  CreateDomainStmt: adds("domain", "domainname"),
  CreateEnumStmt: adds("type", "typeName"),
  CreateEventTrigStmt: opens("Creates event trigger {}", "trigname", "event_trigger", LATER),
  CreateExtensionStmt: opens(
    "Installs extension {}",
    "extname",
    "extension",
    "The extension's own script runs, and isn't part of this SQL.",
  ),
  CreateFdwStmt: adds("foreign_data_wrapper", "fdwname"),
  CreateForeignServerStmt: adds("foreign_server", "servername"),
  CreateForeignTableStmt: adds("foreign_table", "base"),
  CreateOpClassStmt: adds("operator_class", "opclassname"),
  CreateOpFamilyStmt: adds("operator_family", "opfamilyname"),
  CreatePLangStmt: opens("Installs language {}", "plname", "language", LATER),
  CreatePolicyStmt: access("Creates row security policy {}", "policy_name", "policy"),
  CreatePublicationStmt: adds("publication", "pubname"),
  CreateRangeStmt: adds("type", "typeName"),
  CreateRoleStmt: access("Creates role {}", "role", "role", { undo: BACK }),
  CreateSchemaStmt: adds("schema", "schemaname"),
  CreateSeqStmt: adds("sequence", "sequence"),
  CreateStatsStmt: adds("statistics", "defnames"),
  CreateStmt: adds("table", "relation"),
  CreateSubscriptionStmt: opens(
    "Creates subscription {}",
    "subname",
    "subscription",
    "What the other server publishes is written into this one's tables.",
  ),
  CreateTableAsStmt: adds("table", "into"),
  CreateTableSpaceStmt: adds("tablespace", "tablespacename"),
  CreateTransformStmt: adds("transform", "type_name"),
  CreateTrigStmt: opens("Creates a trigger on {}", "relation", "table", LATER),
  CreateUserMappingStmt: access("Sets as whom {} is reached", "servername", "user_mapping"),
  CreatedbStmt: adds("database", "dbname"),
  DefineStmt: adds("object", "defnames"),
  DropOwnedStmt: {
    ...opens(
      "Drops everything that {} owns, and its rights",
      "",
      "role",
      "The SQL names the owner only; what is dropped isn't in it.",
    ),
    effect: "delete",
    each: "roles",
    stateful: true,
    undo: LOST,
  },
  DropRoleStmt: access("Drops role {}", "", "role", { each: "roles" }),
  DropSubscriptionStmt: stops("Drops subscription {}", "subname", "subscription"),
  DropTableSpaceStmt: adds("tablespace", "tablespacename", {
    effect: "delete",
    says: "Drops tablespace {}",
    undo: UNKNOWN_UNDO,
  }),
  DropUserMappingStmt: access("Drops as whom {} is reached", "servername", "user_mapping"),
  DropdbStmt: adds("database", "dbname", {
    effect: "delete",
    says: "Drops database {} with all that is in it",
    stateful: true,
    undo: LOST,
  }),
  GrantRoleStmt: access("Changes who belongs to {}", "", "role", { each: "granted_roles" }),
  ImportForeignSchemaStmt: opens(
    "Imports foreign schema {}",
    "remote_schema",
    "schema",
    "What it creates is up to the other server.",
  ),
  LoadStmt: opens(
    "Loads library {} into the database server",
    "filename",
    "library",
    "A library's code runs in the server and can do anything.",
  ),
  LockStmt: stops("Locks {}", "", "table", { each: "relations", undo: BACK }),
  NotifyStmt: opens("Notifies {}", "conditionname", "channel", "What listens acts on it."),
  ReassignOwnedStmt: access("Gives all that {} owns to another role", "", "role", {
    each: "roles",
  }),
  RefreshMatViewStmt: alters("materialized_view", "relation", {
    says: "Overwrites the rows of materialized view {}",
    stateful: true,
    undo: {
      value: "rebuildable",
      because: "Its rows come from its query, as the tables stand then.",
    },
  }),
  ReplicaIdentityStmt: alters("table", "relation"),
  RuleStmt: opens("Creates a rule on {}", "relation", "table", LATER),
  SecLabelStmt: access("Changes the security label of {}", "object", "object"),
};

/** They read, or steer the session or transaction. What is inside them is looked at by itself. */
export const CHANGES_NOTHING: ReadonlySet<string> = new Set([
  "CheckPointStmt",
  "ClosePortalStmt",
  "ConstraintsSetStmt",
  "DeallocateStmt",
  "DeclareCursorStmt",
  "ExplainStmt",
  "FetchStmt",
  "ListenStmt",
  "PLAssignStmt",
  "PrepareStmt",
  "RawStmt",
  "ReturnStmt",
  "SelectStmt",
  "SetOperationStmt",
  "UnlistenStmt",
  "VariableShowStmt",
]);
