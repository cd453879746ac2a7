import type { Reversibility } from "@/lib/core/impact";
import { quoted } from "../findings";
import { isObject, type JsonObject } from "./json-text";
import { AWS_WINDOWS, type UndoWindow } from "../undo-window";
import { settingOf } from "./settings";

/** A copy that a store's own settings speak of. */
export interface OwnCopy {
  readonly name: string;
  readonly survives: "yes" | "no" | "unknown";
  readonly why: string;
  /** For how many days it stays; left out: without an end. */
  readonly days?: number;
}

/** A copy that could have been, and never is: nothing of it goes or stays. */
interface NoCopy {
  readonly none: string;
}

/** What becomes of a thing's data once the plan has destroyed it, by its own settings. */
export interface Fate {
  readonly value: Reversibility;
  readonly because: string;
  /** For how many days it can be brought back, where that is sure; left out: no end is known. */
  readonly days?: number;
  readonly copies: readonly OwnCopy[];
}

export type FateRule = (values: JsonObject) => Fate;

const lost = (because: string): Fate => ({ value: "irreversible", because, copies: [] });

/** By the copies: one that stays restores; one that may stay leaves it open; none is the end. */
function byCopies(found: readonly (OwnCopy | NoCopy)[], none: string): Fate {
  const copies = found.filter((copy) => "survives" in copy);
  const best = (["yes", "unknown"] as const)
    .map((survives) => copies.find((copy) => copy.survives === survives))
    .find((copy) => copy !== undefined);
  if (!best)
    return {
      value: "irreversible",
      because: found.map((copy) => ("none" in copy ? copy.none : copy.why)).join(" ") || none,
      copies,
    };
  if (best.survives === "unknown") return { value: "unknown", because: best.why, copies };
  const { why: because, days } = best;
  return { value: "restorable", because, copies, ...(days === undefined ? {} : { days }) };
}

/** AWS keeps automated backups no longer. */
const RETENTION_DAYS_MAX = 35;
const isWithin = (days: unknown, min: number, max: number): days is number =>
  Number.isInteger(days) && Number(days) >= min && Number(days) <= max;

function finalSnapshot(values: JsonObject): OwnCopy | NoCopy {
  const skip = settingOf(values, "skip_final_snapshot");
  const name = settingOf(values, "final_snapshot_identifier");
  const copy = { name: "Final snapshot" };
  if (skip === true) return { none: "No final snapshot is taken: skip_final_snapshot is on." };
  if (skip !== false)
    return {
      ...copy,
      survives: "unknown",
      why: "Whether a final snapshot is taken isn't in the plan.",
    };
  if (typeof name !== "string" || name === "")
    return {
      ...copy,
      survives: "unknown",
      why: "A final snapshot is asked for, and has no name to be taken under.",
    };
  if (
    settingOf(values, "replicate_source_db") ||
    settingOf(values, "replication_source_identifier")
  )
    return { ...copy, survives: "unknown", why: "Of a replica no final snapshot may be taken." };
  return {
    name: `Final snapshot ${quoted(name)}`,
    survives: "yes",
    why: "It is taken when the original is deleted, and stays.",
  };
}

function automatedBackups(values: JsonObject): OwnCopy[] {
  const days = settingOf(values, "backup_retention_period");
  const go = settingOf(values, "delete_automated_backups");
  const name = typeof days === "number" ? `Automated backups of ${days} days` : "Automated backups";
  if (days === 0) return [];
  if (go === true)
    return [
      {
        name,
        survives: "no",
        why: "Automated backups go with it: delete_automated_backups is on.",
      },
    ];
  if (go === false && isWithin(days, 1, RETENTION_DAYS_MAX))
    return [
      {
        name,
        survives: "yes",
        why: "Automated backups stay until their days are over: delete_automated_backups is off.",
        // They end with the last of the daily snapshots, which may be a day old by then.
        days: days - 1,
      },
    ];
  return [
    { name, survives: "unknown", why: "Whether its automated backups stay isn't in the plan." },
  ];
}

const withSnapshots: FateRule = (values) =>
  byCopies([finalSnapshot(values), ...automatedBackups(values)], "No copy of it is kept.");

const withFinalOnly: FateRule = (values) =>
  byCopies(
    [
      finalSnapshot(values),
      { name: "Automated backups", survives: "no", why: "Its automated backups go with it." },
    ],
    "",
  );

/** A setting that, when on, makes a last copy; anything else leaves none. */
const copyIf =
  (path: string, name: string, wanted: unknown, none: string, days?: number): FateRule =>
  (values) => {
    if (settingOf(values, path) !== wanted) return lost(none);
    const why = `${name}: ${path} is ${String(wanted)}.`;
    return byCopies([{ name, survives: "yes", why, ...(days === undefined ? {} : { days }) }], "");
  };

const window =
  (path: string, what: string, { min, max }: UndoWindow): FateRule =>
  (values) => {
    const days = settingOf(values, path);
    if (days !== 0 && !isWithin(days, min, max))
      return {
        value: "unknown",
        because: `How long ${what} can be brought back isn't in the plan.`,
        copies: [],
      };
    if (days === 0) return lost(`${what} goes at once: ${path} is 0.`);
    return {
      value: "soft_delete_window",
      because: `${what} can be brought back for ${days} days (${path}).`,
      days,
      copies: [],
    };
  };

const bucket: FateRule = (values) => {
  const all = lost("all objects go with it: force_destroy is on.");
  if (settingOf(values, "force_destroy") !== true)
    return {
      ...all,
      value: "unknown",
      because: "whether its objects go with it isn't in the plan.",
    };
  const versioned = settingOf(values, "versioning.enabled") === true;
  return versioned
    ? {
        ...all,
        copies: [
          {
            name: "Object versions",
            survives: "no",
            why: "They lie in the bucket, and force_destroy deletes them too.",
          },
        ],
      }
    : all;
};

const disk: FateRule = (values) => {
  if (settingOf(values, "root_block_device.delete_on_termination") !== false)
    return lost("its root disk goes with it.");
  const staying: Fate = {
    value: "restorable",
    because: "its root disk stays: delete_on_termination is off.",
    copies: [{ name: "Root disk", survives: "yes", why: "delete_on_termination is off." }],
  };
  const others = listOf(values["ebs_block_device"]);
  const allStay = others.every(
    (one) => isObject(one) && settingOf(one, "delete_on_termination") === false,
  );
  return allStay && listOf(values["ephemeral_block_device"]).length === 0
    ? staying
    : { value: "unknown", because: "its root disk stays, and not all of its others.", copies: [] };
};

/** A block's settings; what isn't a list may hide some. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Backups that stay where there are any. */
const keptBackups: FateRule = (values) => {
  const kept = copyIf(
    "settings.retain_backups_on_delete",
    "Backups",
    true,
    "its backups go with it: retain_backups_on_delete is not on.",
  )(values);
  const areMade = settingOf(values, "settings.backup_configuration.enabled") === true;
  return areMade || kept.copies.length === 0
    ? kept
    : {
        value: "unknown",
        because: "backups that it has would stay, but none are made by themselves.",
        copies: [],
      };
};

const volumeClaim: FateRule = (values) =>
  settingOf(values, "spec.persistent_volume_reclaim_policy") === "Retain"
    ? {
        value: "restorable",
        because: "its reclaim policy is Retain: the storage behind it stays.",
        copies: [
          {
            name: "Storage behind the volume",
            survives: "yes",
            why: "The reclaim policy is Retain.",
          },
        ],
      }
    : {
        value: "unknown",
        because: "whether the storage behind it stays isn't in the plan.",
        copies: [],
      };

export const FATE_RULES: Readonly<Record<string, FateRule>> = {
  aws_db_instance: withSnapshots,
  aws_rds_cluster: withSnapshots,
  aws_docdb_cluster: withFinalOnly,
  aws_neptune_cluster: withFinalOnly,
  aws_redshift_cluster: withFinalOnly,
  aws_s3_bucket: bucket,
  google_storage_bucket: bucket,
  digitalocean_spaces_bucket: bucket,
  aws_dynamodb_table: copyIf(
    "point_in_time_recovery.enabled",
    "Backup that the provider makes on deletion",
    true,
    "point-in-time recovery is not on, so no backup is made on deletion.",
    // AWS keeps the backup that it makes on deletion for so long.
    35,
  ),
  aws_ebs_volume: copyIf("final_snapshot", "Final snapshot", true, "no final snapshot is taken."),
  google_compute_disk: copyIf(
    "create_snapshot_before_destroy",
    "Last snapshot",
    true,
    "no snapshot is taken before.",
  ),
  aws_efs_file_system: () => lost("all files go with it."),
  google_sql_database_instance: keptBackups,
  azurerm_managed_disk: () => lost("a managed disk is gone at once."),
  digitalocean_volume: () => lost("a volume is gone at once."),
  aws_kms_key: window("deletion_window_in_days", "the key", AWS_WINDOWS["kms:ScheduleKeyDeletion"]),
  aws_acmpca_certificate_authority: window(
    "permanent_deletion_time_in_days",
    "the certificate authority",
    AWS_WINDOWS["acm-pca:DeleteCertificateAuthority"],
  ),
  aws_secretsmanager_secret: window(
    "recovery_window_in_days",
    "the secret",
    AWS_WINDOWS["secretsmanager:DeleteSecret"],
  ),
  aws_instance: disk,
  kubernetes_persistent_volume: volumeClaim,
  kubernetes_persistent_volume_v1: volumeClaim,
};
