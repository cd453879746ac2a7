import type { EffectKind } from "@/lib/core/impact";

/** What setting a parameter does to what comes after it. */
export interface SettingRule {
  readonly effect: EffectKind;
  readonly says: string;
  readonly why: string;
}

const rule = (effect: EffectKind, says: string, why: string): SettingRule => ({
  effect,
  says,
  why,
});
const READS_OTHERWISE = rule(
  "unknown",
  "Changes how the text that follows is read",
  "The statements after it were read here as PostgreSQL reads them by default.",
);
const ACTS_AS = rule(
  "permission_change",
  "Goes on as another role",
  "What that role may do, and which rows it sees, isn't in the SQL.",
);

/** Settings that change what other statements do. */
export const SETTING_RULES: Readonly<Record<string, SettingRule>> = {
  session_replication_role: rule(
    "stop",
    "Switches off triggers and foreign keys for the session",
    "Rows can be changed that break references, and nothing cascades.",
  ),
  search_path: rule(
    "unknown",
    "Changes which schemas bare names stand for",
    "The same name means another table from here on.",
  ),
  role: ACTS_AS,
  session_authorization: ACTS_AS,
  standard_conforming_strings: READS_OTHERWISE,
  backslash_quote: READS_OTHERWISE,
  escape_string_warning: READS_OTHERWISE,
  client_encoding: READS_OTHERWISE,
  zero_damaged_pages: rule(
    "delete",
    "Lets the server overwrite damaged pages with zeros",
    "Every row on a damaged page that is read is lost.",
  ),
  ignore_checksum_failure: rule(
    "unknown",
    "Lets the server go on with damaged pages",
    "What is read and written from here on may be damaged.",
  ),
  allow_system_table_mods: rule(
    "unknown",
    "Allows changes to system tables",
    "A mistake there can make the database unusable.",
  ),
};

/** These limit, format or plan, and change no row. */
const HARMLESS = new Set(
  `application_name bytea_output check_function_bodies client_min_messages constraint_exclusion
  datestyle deadlock_timeout default_transaction_deferrable default_transaction_isolation
  default_transaction_read_only effective_cache_size extra_float_digits from_collapse_limit geqo
  hash_mem_multiplier idle_in_transaction_session_timeout idle_session_timeout intervalstyle jit
  join_collapse_limit lc_messages lc_monetary lc_numeric lc_time lock_timeout log_min_messages
  maintenance_work_mem max_parallel_maintenance_workers max_parallel_workers
  max_parallel_workers_per_gather plan_cache_mode random_page_cost row_security seed seq_page_cost
  statement_timeout temp_buffers timezone transaction transaction_timeout work_mem xmloption
  session characteristics transaction_read_only transaction_isolation transaction_deferrable
  transaction_snapshot quote_all_identifiers default_toast_compression vacuum_cost_delay
  default_text_search_config cpu_tuple_cost cpu_index_tuple_cost cpu_operator_cost`.split(/\s+/),
);

export const isHarmlessSetting = (name: string): boolean =>
  HARMLESS.has(name) || name.startsWith("enable_") || name.startsWith("session characteristics");

/** What isn't known of isn't harmless: an application's own setting steers its triggers and policies. */
export const OTHER_SETTING: SettingRule = rule(
  "unknown",
  "Changes a setting",
  "What depends on the setting isn't known here.",
);
