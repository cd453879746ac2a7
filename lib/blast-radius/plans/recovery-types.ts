/** What a type that recovery needs is a copy of, and by which of its members it names it. */
export interface RecoveryType {
  /** Types of what it is a copy of. */
  readonly of: readonly string[];
  /** Members that hold the id of what it is a copy of. */
  readonly by: readonly string[];
  /** False: no copy, but what makes copies, or keeps them. */
  readonly copy: boolean;
}

const copyOf = (of: string, ...by: string[]): RecoveryType => ({
  of: of.split(" "),
  by,
  copy: true,
});
const keeps = (of = "", ...by: string[]): RecoveryType => ({
  of: of === "" ? [] : of.split(" "),
  by,
  copy: false,
});

export const RECOVERY_TYPES: Readonly<Record<string, RecoveryType>> = {
  aws_db_snapshot: copyOf("aws_db_instance", "db_instance_identifier"),
  aws_db_snapshot_copy: copyOf("aws_db_instance", "db_instance_identifier"),
  aws_db_cluster_snapshot: copyOf("aws_rds_cluster", "db_cluster_identifier"),
  aws_docdb_cluster_snapshot: copyOf("aws_docdb_cluster", "db_cluster_identifier"),
  aws_neptune_cluster_snapshot: copyOf("aws_neptune_cluster", "db_cluster_identifier"),
  aws_redshift_cluster_snapshot: copyOf("aws_redshift_cluster", "cluster_identifier"),
  aws_redshift_snapshot_schedule: keeps(),
  aws_redshift_snapshot_schedule_association: keeps("aws_redshift_cluster", "cluster_identifier"),
  aws_memorydb_snapshot: copyOf("aws_memorydb_cluster", "cluster_name"),
  aws_ebs_snapshot: copyOf("aws_ebs_volume", "volume_id"),
  aws_ebs_snapshot_copy: copyOf("aws_ebs_volume", "volume_id"),
  aws_ebs_snapshot_import: copyOf("", "volume_id"),
  aws_ami: copyOf("aws_instance", "source_instance_id"),
  aws_ami_copy: copyOf("aws_instance", "source_instance_id"),
  aws_ami_from_instance: copyOf("aws_instance", "source_instance_id"),
  aws_fsx_backup: copyOf(
    "aws_fsx_lustre_file_system aws_fsx_windows_file_system aws_fsx_ontap_volume aws_fsx_openzfs_volume",
    "file_system_id",
    "volume_id",
  ),
  aws_efs_backup_policy: keeps("aws_efs_file_system", "file_system_id"),
  aws_efs_replication_configuration: keeps("aws_efs_file_system", "source_file_system_id"),
  aws_backup_vault: keeps(),
  aws_backup_logically_air_gapped_vault: keeps(),
  aws_backup_vault_lock_configuration: keeps(),
  aws_backup_vault_policy: keeps(),
  aws_backup_plan: keeps(),
  aws_backup_selection: keeps(
    "aws_db_instance aws_rds_cluster aws_dynamodb_table aws_ebs_volume aws_efs_file_system aws_s3_bucket aws_instance",
    "resources",
  ),
  aws_dlm_lifecycle_policy: keeps(),
  aws_db_instance_automated_backups_replication: keeps("aws_db_instance", "source_db_instance_arn"),
  aws_s3_bucket_versioning: keeps("aws_s3_bucket", "bucket"),
  aws_s3_bucket_replication_configuration: keeps("aws_s3_bucket", "bucket"),
  aws_s3_bucket_object_lock_configuration: keeps("aws_s3_bucket", "bucket"),
  google_compute_snapshot: copyOf("google_compute_disk", "source_disk"),
  google_compute_region_disk_resource_policy_attachment: keeps(
    "google_compute_region_disk",
    "disk",
  ),
  google_compute_disk_resource_policy_attachment: keeps("google_compute_disk", "disk"),
  google_compute_resource_policy: keeps(),
  google_compute_image: copyOf("google_compute_disk", "source_disk"),
  google_compute_machine_image: copyOf("google_compute_instance", "source_instance"),
  google_filestore_backup: copyOf("google_filestore_instance", "source_instance"),
  google_filestore_snapshot: copyOf("google_filestore_instance", "instance"),
  google_alloydb_backup: copyOf("google_alloydb_cluster", "cluster_name"),
  google_spanner_backup_schedule: keeps("google_spanner_database", "database"),
  google_firestore_backup_schedule: keeps("google_firestore_database", "database"),
  google_gke_backup_backup_plan: keeps("google_container_cluster", "cluster"),
  google_backup_dr_backup_vault: keeps(),
  google_backup_dr_backup_plan: keeps(),
  google_backup_dr_backup_plan_association: keeps("google_compute_instance", "resource"),
  azurerm_snapshot: copyOf("azurerm_managed_disk", "source_uri", "source_resource_id"),
  azurerm_image: copyOf("azurerm_virtual_machine", "source_virtual_machine_id"),
  azurerm_netapp_snapshot: copyOf("azurerm_netapp_volume", "volume_name"),
  azurerm_recovery_services_vault: keeps(),
  azurerm_backup_policy_vm: keeps(),
  azurerm_backup_policy_file_share: keeps(),
  azurerm_backup_protected_vm: keeps(
    "azurerm_virtual_machine azurerm_linux_virtual_machine azurerm_windows_virtual_machine",
    "source_vm_id",
  ),
  azurerm_backup_protected_file_share: keeps("azurerm_storage_share", "source_file_share_name"),
  azurerm_data_protection_backup_vault: keeps(),
  azurerm_data_protection_backup_instance_disk: keeps("azurerm_managed_disk", "disk_id"),
  azurerm_data_protection_backup_instance_blob_storage: keeps(
    "azurerm_storage_account",
    "storage_account_id",
  ),
  azurerm_data_protection_backup_instance_postgresql: keeps(
    "azurerm_postgresql_database",
    "database_id",
  ),
  azurerm_data_protection_backup_instance_postgresql_flexible_server: keeps(
    "azurerm_postgresql_flexible_server",
    "server_id",
  ),
  digitalocean_volume_snapshot: copyOf("digitalocean_volume", "volume_id"),
  digitalocean_droplet_snapshot: copyOf("digitalocean_droplet", "droplet_id"),
  hcloud_snapshot: copyOf("hcloud_server", "server_id"),
  vultr_snapshot: copyOf("vultr_instance", "instance_id"),
  linode_image: copyOf("linode_instance", "disk_id"),
  scaleway_instance_snapshot: copyOf("scaleway_instance_volume", "volume_id"),
  scaleway_block_snapshot: copyOf("scaleway_block_volume", "volume_id"),
  scaleway_rdb_database_backup: copyOf("scaleway_rdb_instance", "instance_id"),
  oci_core_volume_backup: copyOf("oci_core_volume", "volume_id"),
  oci_core_boot_volume_backup: copyOf("oci_core_boot_volume", "boot_volume_id"),
  mongodbatlas_cloud_backup_snapshot: copyOf(
    "mongodbatlas_cluster mongodbatlas_advanced_cluster",
    "cluster_name",
  ),
  mongodbatlas_cloud_backup_schedule: keeps(
    "mongodbatlas_cluster mongodbatlas_advanced_cluster",
    "cluster_name",
  ),
  planetscale_backup: copyOf("planetscale_branch", "branch"),
};

export const recoveryType = (type: string): RecoveryType | null =>
  Object.hasOwn(RECOVERY_TYPES, type) ? (RECOVERY_TYPES[type] as RecoveryType) : null;

/** Members by which others name a thing. */
export const ID_MEMBERS = [
  "id",
  "arn",
  "self_link",
  "identifier",
  "cluster_identifier",
  "resource_id",
  "bucket",
  "name",
] as const;

/** Members that say when a copy was taken. */
export const TAKEN_MEMBERS = [
  "snapshot_create_time",
  "original_snapshot_create_time",
  "creation_timestamp",
  "start_time",
  "create_time",
  "created_at",
] as const;
