import type { EffectKind } from "@/lib/core/impact";

/** Statements of which the kind says all of it. */
export interface MysqlRule {
  readonly effect: EffectKind;
  /** `{}`: the name. */
  readonly says: string;
  /** `mysql.` goes before it. */
  readonly type: string;
  readonly stateful: boolean | null;
}

const rule = (
  effect: EffectKind,
  says: string,
  type: string,
  stateful: boolean | null = false,
): MysqlRule => ({ effect, says, type, stateful });

/** By the parser's `type`, then `keyword`. What is in none of these tables is unknown. */
export const MYSQL_RULES: Readonly<Record<string, MysqlRule>> = {
  "truncate table": rule("truncate", "Empties {}", "table", true),
  "drop table": rule("delete", "Drops table {}", "table", true),
  "drop database": rule("delete", "Drops database {} with all that is in it", "database", true),
  "drop schema": rule("delete", "Drops database {} with all that is in it", "database", true),
  "drop view": rule("delete", "Drops view {}", "view"),
  "drop trigger": rule("stop", "Drops trigger {}", "trigger"),
  "drop index": rule("delete", "Drops index {}", "index"),
  "rename ": rule("detach", "Renames {}, so that what uses the old name fails", "table"),
  "create table": rule("create", "Creates table {}", "table"),
  "create index": rule("stop", "Locks {}, to create an index", "table"),
  "create database": rule("create", "Creates database {}", "database"),
  "create schema": rule("create", "Creates database {}", "database"),
  "lock tables": rule("stop", "Locks {}", "table"),
};

/** They read, or steer the session or transaction. */
export const MYSQL_CHANGES_NOTHING: ReadonlySet<string> = new Set([
  "select",
  "show",
  "desc",
  "explain",
  "unlock",
  "transaction",
]);

/** By `action`, then `resource`, of one part of an ALTER TABLE. */
export const MYSQL_ALTER_RULES: Readonly<Record<string, MysqlRule>> = {
  "drop column": rule("delete", "Drops a column of {} with its values", "table", true),
  "drop partition": rule("delete", "Drops a partition of {} with its rows", "table", true),
  "truncate partition": rule("truncate", "Empties a partition of {}", "table", true),
  "discard tablespace": rule("delete", "Discards the rows of {}", "table", true),
  "import tablespace": rule("overwrite", "Replaces the rows of {} with a file's", "table", true),
  "drop constraint": rule("delete", "Drops a constraint of {}", "table"),
  "drop index": rule("delete", "Drops an index of {}", "table"),
  "drop key": rule("delete", "Drops a key of {}", "table"),
  "modify column": rule("overwrite", "Changes a column of {}, rewriting its values", "table", true),
  "change column": rule("overwrite", "Changes a column of {}, rewriting its values", "table", true),
  "rename table": rule("detach", "Renames {}, so that what uses the old name fails", "table"),
  "rename column": rule("detach", "Renames a column of {}", "table"),
  "add column": rule("create", "Adds a column to {}", "table"),
};

/** Variables that change what other statements do. */
export const MYSQL_LOUD_VARIABLES: Readonly<Record<string, string>> = {
  foreign_key_checks: "Switches the checking of foreign keys",
  sql_log_bin: "Keeps changes from replicas and from the binary log",
  sql_mode: "Changes how the SQL after it is read",
  sql_safe_updates: "Switches the refusal of UPDATE and DELETE without a key",
  autocommit: "Changes when what follows is committed",
};

/** These limit or format. Any other changes the session in a way that isn't known. */
export const MYSQL_HARMLESS_VARIABLES: ReadonlySet<string> = new Set([
  "lock_wait_timeout",
  "innodb_lock_wait_timeout",
  "max_execution_time",
  "time_zone",
  "wait_timeout",
  "net_read_timeout",
  "net_write_timeout",
]);

/** MySQL's own functions that change nothing and wait for nothing; aggregates are another kind of node. */
export const MYSQL_HARMLESS_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs acos adddate addtime ascii asin atan atan2 bin bit_count bit_length ceil ceiling char
  char_length character_length coalesce collation concat concat_ws connection_id conv convert
  convert_tz cos cot crc32 curdate current_date current_role current_time current_timestamp
  current_user curtime database date date_add date_format date_sub datediff day dayname dayofmonth
  dayofweek dayofyear degrees elt exp field find_in_set floor format from_base64 from_days
  from_unixtime get_format greatest hex hour if ifnull inet6_aton inet6_ntoa inet_aton inet_ntoa
  insert instr isnull json_array json_contains json_depth json_extract json_keys json_length
  json_object json_pretty json_quote json_search json_type json_unquote json_valid last_day lcase
  least left length ln localtime localtimestamp locate log log10 log2 lower lpad ltrim makedate
  maketime md5 microsecond mid minute mod month monthname now nullif oct octet_length ord
  period_add period_diff pi position pow power quarter quote radians rand regexp_instr regexp_like
  regexp_replace regexp_substr repeat replace reverse right round row_count rpad rtrim schema
  sec_to_time second session_user sha sha1 sha2 sign sin soundex space sqrt str_to_date strcmp
  subdate substr substring substring_index subtime sysdate system_user tan time time_format
  time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_days to_seconds trim
  truncate ucase unhex unix_timestamp upper user utc_date utc_time utc_timestamp uuid uuid_short
  version week weekday weekofyear weight_string year yearweek`.split(/\s+/),
);
