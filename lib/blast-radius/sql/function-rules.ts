import type { EffectKind } from "@/lib/core/impact";
import { LOST, UNKNOWN_UNDO, type Undo } from "./act";

/** What a call of a function does, as its documentation says. */
export interface FunctionRule {
  readonly effect: EffectKind;
  /** `{}`: the first argument, where it is written out. */
  readonly says: string;
  /** What the first argument names; null: nothing that is a resource. */
  readonly type: string | null;
  readonly stateful: boolean | null;
  readonly undo: Undo;
}

const rule = (
  effect: EffectKind,
  says: string,
  type: string | null = null,
  stateful: boolean | null = null,
  undo = UNKNOWN_UNDO,
): FunctionRule => ({ effect, says, type, stateful, undo });

const ELSEWHERE = rule("unknown", "Runs SQL on another database");
const SQL_TEXT = rule("unknown", "Runs SQL that it is given as text");
const SERVER_FILE = rule("unknown", "Reads file {} on the database's server", "file");
const LARGE_OBJECT = rule("overwrite", "Overwrites large object {}", "large_object", true, LOST);
const STATISTICS = rule("delete", "Discards statistics of the server", null, false);
const LOCK = rule("stop", "Takes a lock that others may wait for");
const SLEEP = rule("stop", "Waits, holding its locks");
const SLOT = rule(
  "unknown",
  "Creates replication slot {}, which keeps the log until it is read",
  "replication_slot",
  false,
);
const ORIGIN = rule("overwrite", "Changes how far replication got from {}", "replication_origin");
const CRON = rule("unknown", "Changes which SQL is run later, by a schedule");
const CHUNKS = rule("delete", "Drops chunks of {}", "table", true, LOST);

/** By name, without schema. Whatever is neither here nor harmless isn't known. */
export const FUNCTION_RULES: Readonly<Record<string, FunctionRule>> = {
  add_retention_policy: { ...CHUNKS, says: "Drops chunks of {} from now on, by a policy" },
  binary_upgrade_set_missing_value: rule(
    "overwrite",
    "Overwrites what the catalog says",
    null,
    true,
  ),
  dblink: ELSEWHERE,
  dblink_exec: ELSEWHERE,
  dblink_open: ELSEWHERE,
  dblink_send_query: ELSEWHERE,
  drop_chunks: CHUNKS,
  lo_create: rule("unknown", "Creates a large object"),
  lo_creat: rule("unknown", "Creates a large object"),
  lo_from_bytea: rule("unknown", "Creates a large object"),
  lo_import: rule("unknown", "Reads file {} on the database's server into a large object", "file"),
  lo_export: rule(
    "overwrite",
    "Writes large object {} to a file on the database's server",
    "large_object",
  ),
  lo_put: LARGE_OBJECT,
  lowrite: { ...LARGE_OBJECT, type: null, says: "Overwrites a large object" },
  lo_truncate: { ...LARGE_OBJECT, effect: "truncate", type: null, says: "Cuts a large object" },
  lo_truncate64: { ...LARGE_OBJECT, effect: "truncate", type: null, says: "Cuts a large object" },
  lo_unlink: { ...LARGE_OBJECT, effect: "delete", says: "Deletes large object {}" },
  nextval: rule("overwrite", "Takes a number from sequence {}", "sequence", false),
  setval: rule("overwrite", "Sets sequence {}, so that numbers may come twice", "sequence", true),
  pg_advisory_lock: LOCK,
  pg_advisory_lock_shared: LOCK,
  pg_advisory_xact_lock: LOCK,
  pg_advisory_xact_lock_shared: LOCK,
  pg_try_advisory_lock: LOCK,
  pg_try_advisory_xact_lock: LOCK,
  pg_backup_start: rule("unknown", "Begins a base backup"),
  pg_backup_stop: rule("unknown", "Ends a base backup"),
  pg_cancel_backend: rule("stop", "Cancels what session {} runs", "session", false),
  pg_terminate_backend: rule("stop", "Ends session {}", "session", false),
  pg_clear_attribute_stats: STATISTICS,
  pg_clear_relation_stats: STATISTICS,
  pg_create_logical_replication_slot: SLOT,
  pg_create_physical_replication_slot: SLOT,
  pg_copy_logical_replication_slot: SLOT,
  pg_copy_physical_replication_slot: SLOT,
  pg_create_restore_point: rule("unknown", "Writes restore point {} to the log"),
  pg_drop_replication_slot: rule(
    "delete",
    "Drops replication slot {}: who reads by it must begin anew",
    "replication_slot",
    true,
    LOST,
  ),
  pg_replication_slot_advance: rule(
    "delete",
    "Skips what replication slot {} hasn't delivered yet",
    "replication_slot",
    true,
    LOST,
  ),
  pg_logical_slot_get_changes: rule(
    "delete",
    "Consumes the changes in replication slot {}",
    "replication_slot",
    true,
    LOST,
  ),
  pg_logical_slot_get_binary_changes: rule(
    "delete",
    "Consumes the changes in replication slot {}",
    "replication_slot",
    true,
    LOST,
  ),
  pg_file_rename: rule("overwrite", "Renames file {} on the database's server", "file", true),
  pg_file_unlink: rule("delete", "Deletes file {} on the database's server", "file", true, LOST),
  pg_file_write: rule("overwrite", "Writes file {} on the database's server", "file", true, LOST),
  pg_logical_emit_message: rule("unknown", "Writes a message to the log, for what replicates it"),
  pg_ls_dir: { ...SERVER_FILE, says: "Lists folder {} on the database's server" },
  pg_notify: rule("unknown", "Notifies what listens to {}"),
  pg_promote: rule("stop", "Makes a replica the primary"),
  pg_read_binary_file: SERVER_FILE,
  pg_read_file: SERVER_FILE,
  pg_stat_file: SERVER_FILE,
  pg_reload_conf: rule("overwrite", "Has the server take its configuration files over"),
  pg_replication_origin_advance: ORIGIN,
  pg_replication_origin_drop: { ...ORIGIN, effect: "delete", says: "Drops replication origin {}" },
  pg_rotate_logfile: rule("unknown", "Begins a new log file"),
  pg_sleep: SLEEP,
  pg_sleep_for: SLEEP,
  pg_sleep_until: SLEEP,
  pg_stat_reset: STATISTICS,
  pg_stat_reset_shared: STATISTICS,
  pg_stat_reset_single_table_counters: STATISTICS,
  pg_stat_statements_reset: STATISTICS,
  pg_switch_wal: rule("unknown", "Begins a new segment of the write-ahead log"),
  pg_wal_replay_pause: rule("stop", "Stops a replica from following"),
  pg_wal_replay_resume: rule("unknown", "Lets a replica follow again"),
  query_to_xml: SQL_TEXT,
  query_to_xml_and_xmlschema: SQL_TEXT,
  query_to_xmlschema: SQL_TEXT,
  ts_rewrite: SQL_TEXT,
  ts_stat: SQL_TEXT,
  alter_job: CRON,
  schedule: CRON,
  schedule_in_database: CRON,
  unschedule: CRON,
};
