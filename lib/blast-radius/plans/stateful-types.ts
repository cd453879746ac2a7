/** Types that hold data of their own: what is destroyed with them isn't in any configuration. `*`: any ending. */
const STATEFUL = `
aws_db_instance aws_rds_cluster aws_rds_global_cluster aws_docdb_cluster aws_docdbelastic_cluster aws_neptune_cluster
aws_redshift_cluster aws_redshiftserverless_namespace aws_dynamodb_table aws_dynamodb_table_item aws_dynamodb_global_table
aws_s3_bucket aws_s3_object aws_s3_bucket_object aws_s3_directory_bucket aws_s3tables_table aws_s3tables_table_bucket
aws_ebs_volume aws_efs_file_system aws_fsx_* aws_elasticache_cluster aws_elasticache_replication_group
aws_elasticache_serverless_cache aws_memorydb_cluster aws_opensearch_domain aws_elasticsearch_domain
aws_opensearchserverless_collection aws_kinesis_stream aws_msk_cluster aws_msk_serverless_cluster aws_mq_broker
aws_sqs_queue aws_timestreamwrite_* aws_keyspaces_* aws_qldb_ledger aws_glacier_vault aws_ecr_repository
aws_ecrpublic_repository aws_codecommit_repository aws_cognito_user_pool aws_cognito_user aws_kms_key
aws_kms_external_key aws_secretsmanager_secret aws_secretsmanager_secret_version aws_ssm_parameter
aws_cloudwatch_log_group aws_cloudtrail_event_data_store aws_instance aws_lightsail_database aws_lightsail_disk
aws_lightsail_bucket aws_lightsail_instance aws_workspaces_workspace aws_glue_catalog_database aws_route53_zone
aws_eks_cluster aws_organizations_account
google_sql_database_instance google_sql_database google_storage_bucket google_storage_bucket_object
google_bigquery_dataset google_bigquery_table google_bigtable_instance google_bigtable_table google_spanner_instance
google_spanner_database google_firestore_database google_firestore_document google_filestore_instance
google_compute_disk google_compute_region_disk google_compute_instance google_redis_instance google_redis_cluster
google_memcache_instance google_alloydb_cluster google_pubsub_topic google_pubsub_subscription google_kms_crypto_key
google_kms_crypto_key_version google_secret_manager_secret google_secret_manager_secret_version
google_artifact_registry_repository google_project google_container_cluster google_netapp_volume
google_dns_managed_zone
azurerm_resource_group azurerm_storage_account azurerm_storage_container azurerm_storage_blob azurerm_storage_share
azurerm_storage_share_file azurerm_storage_queue azurerm_storage_table azurerm_storage_data_lake_gen2_*
azurerm_managed_disk azurerm_mssql_server azurerm_mssql_database azurerm_mssql_managed_instance
azurerm_mssql_managed_database azurerm_sql_database azurerm_mysql_server azurerm_mysql_database
azurerm_mysql_flexible_server azurerm_mysql_flexible_database azurerm_mariadb_* azurerm_postgresql_server
azurerm_postgresql_database azurerm_postgresql_flexible_server azurerm_postgresql_flexible_server_database
azurerm_cosmosdb_account azurerm_cosmosdb_*_database azurerm_cosmosdb_sql_container azurerm_cosmosdb_mongo_*
azurerm_cosmosdb_postgresql_cluster azurerm_cosmosdb_cassandra_* azurerm_cosmosdb_table azurerm_redis_cache
azurerm_redis_enterprise_* azurerm_key_vault azurerm_key_vault_secret azurerm_key_vault_key azurerm_key_vault_certificate
azurerm_container_registry azurerm_kubernetes_cluster azurerm_log_analytics_workspace azurerm_netapp_volume
azurerm_kusto_* azurerm_synapse_* azurerm_servicebus_* azurerm_eventhub* azurerm_search_service
azurerm_app_configuration azurerm_virtual_machine azurerm_linux_virtual_machine azurerm_windows_virtual_machine
azurerm_subscription azurerm_dns_zone
kubernetes_persistent_volume* kubernetes_namespace* kubernetes_stateful_set* kubernetes_secret* kubernetes_config_map*
digitalocean_database_cluster digitalocean_database_db digitalocean_volume digitalocean_spaces_bucket*
digitalocean_droplet digitalocean_kubernetes_cluster digitalocean_container_registry
cloudflare_r2_bucket cloudflare_workers_kv* cloudflare_d1_database cloudflare_queue cloudflare_zone
hcloud_volume hcloud_server linode_volume linode_instance linode_object_storage_bucket linode_database_*
vultr_block_storage vultr_database vultr_instance vultr_object_storage scaleway_rdb_* scaleway_object_bucket
scaleway_block_volume scaleway_instance_volume scaleway_instance_server oci_database_* oci_core_volume
oci_core_boot_volume oci_core_instance oci_objectstorage_bucket oci_file_storage_file_system oci_mysql_mysql_db_system
alicloud_db_instance alicloud_oss_bucket alicloud_disk openstack_blockstorage_volume* openstack_objectstorage_container*
openstack_compute_instance* mongodbatlas_cluster mongodbatlas_advanced_cluster mongodbatlas_project
snowflake_database snowflake_schema snowflake_table snowflake_stage confluent_kafka_topic confluent_kafka_cluster
kafka_topic postgresql_database postgresql_schema mysql_database rabbitmq_queue vault_mount vault_generic_secret
vault_kv_secret* consul_keys consul_key_prefix upstash_redis_database neon_project neon_branch neon_database
planetscale_database planetscale_branch supabase_project railway_volume railway_project fly_volume heroku_addon
github_repository gitlab_project docker_volume libvirt_volume vsphere_virtual_machine
random_password random_string random_id random_uuid random_pet random_integer tls_private_key
`;

/** Types that hold nothing but their own settings, which the configuration has. */
const STATELESS = `
aws_vpc* aws_subnet aws_security_group* aws_default_* aws_route aws_route_table* aws_internet_gateway aws_nat_gateway
aws_eip* aws_network_* aws_lb* aws_alb* aws_elb aws_iam_* aws_lambda_function aws_lambda_permission aws_lambda_alias
aws_lambda_event_source_mapping aws_ecs_* aws_launch_template aws_launch_configuration aws_autoscaling_*
aws_appautoscaling_* aws_cloudwatch_metric_alarm aws_cloudwatch_dashboard aws_cloudwatch_event_* aws_cloudfront_*
aws_route53_record aws_acm_certificate* aws_sns_topic* aws_api_gateway_* aws_apigatewayv2_* aws_wafv2_* aws_kms_alias
aws_s3_bucket_policy aws_s3_bucket_acl aws_s3_bucket_public_access_block aws_s3_bucket_ownership_controls
aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_logging aws_s3_bucket_notification
aws_s3_bucket_cors_configuration aws_s3_bucket_website_configuration aws_db_subnet_group aws_db_parameter_group
aws_db_option_group aws_rds_cluster_parameter_group aws_elasticache_subnet_group aws_elasticache_parameter_group
aws_eks_node_group aws_eks_addon aws_sqs_queue_policy aws_volume_attachment aws_key_pair aws_service_discovery_*
google_compute_network google_compute_subnetwork google_compute_firewall* google_compute_address
google_compute_global_address google_compute_route* google_compute_forwarding_rule google_compute_backend_service
google_compute_health_check google_compute_url_map google_compute_target_* google_service_account*
google_project_iam_* google_storage_bucket_iam_* google_project_service google_cloud_run_* google_dns_record_set
google_monitoring_*
azurerm_virtual_network* azurerm_subnet* azurerm_network_* azurerm_public_ip* azurerm_lb* azurerm_application_gateway
azurerm_role_assignment azurerm_role_definition azurerm_user_assigned_identity azurerm_dns_*_record
azurerm_service_plan azurerm_monitor_* azurerm_route_table
kubernetes_deployment* kubernetes_service* kubernetes_ingress* kubernetes_role* kubernetes_cluster_role*
kubernetes_network_policy* kubernetes_horizontal_pod_autoscaler* kubernetes_daemon_set* kubernetes_storage_class*
digitalocean_firewall digitalocean_loadbalancer digitalocean_record digitalocean_vpc cloudflare_record
cloudflare_dns_record cloudflare_ruleset cloudflare_page_rule hcloud_firewall* hcloud_network* null_resource
`;

/** Types whose end is the end of everything that lives in them, whoever made it. */
const CONTAINERS = `
aws_organizations_account aws_eks_cluster aws_ecs_cluster aws_cloudformation_stack aws_cloudformation_stack_set
google_project google_container_cluster google_folder azurerm_resource_group azurerm_subscription
azurerm_kubernetes_cluster azurerm_management_group kubernetes_namespace* digitalocean_kubernetes_cluster
digitalocean_project railway_project supabase_project neon_project mongodbatlas_project heroku_app helm_release
`;

/** Types that hand something to a machine of its own; the plan doesn't hold what that does with it. */
const OPAQUE = `
aws_cloudformation_stack aws_cloudformation_stack_set aws_lambda_invocation aws_ssm_association
aws_s3_bucket_lifecycle_configuration azurerm_resource_group_template_deployment azurerm_template_deployment
azurerm_storage_management_policy azurerm_virtual_machine_extension azurerm_virtual_machine_run_command
google_deployment_manager_deployment helm_release kubectl_manifest kubernetes_manifest kubernetes_job* kubernetes_cron_job*
restapi_object shell_script
`;

/** Types that say who may do what: to change one takes access away, or gives it. */
const ACCESS = `
aws_iam_* aws_s3_bucket_policy aws_s3_bucket_acl aws_s3_bucket_public_access_block aws_kms_key_policy aws_kms_grant
aws_lambda_permission aws_security_group* aws_network_acl* aws_ssoadmin_* google_*_iam_* google_service_account*
google_compute_firewall azurerm_role_* azurerm_key_vault_access_policy azurerm_network_security_* kubernetes_role*
kubernetes_cluster_role* kubernetes_service_account* postgresql_grant postgresql_role mysql_grant mysql_user
snowflake_grant* vault_policy github_team* github_membership cloudflare_access_* digitalocean_firewall
`;

/** Types that replace all that others have set, also when they are made. */
const AUTHORITATIVE = `
google_*_iam_policy google_*_iam_binding aws_iam_policy_attachment aws_iam_role_policies_exclusive
aws_iam_role_policy_attachments_exclusive aws_s3_bucket_policy aws_s3_bucket_public_access_block
`;

const matcher = (list: string): ((type: string) => boolean) => {
  const names = list.trim().split(/\s+/);
  const exact = new Set(names.filter((name) => !name.includes("*")));
  const patterns = names
    .filter((name) => name.includes("*"))
    .map((name) => name.replaceAll("*", ".*"));
  const pattern = new RegExp(`^(?:${patterns.join("|")})$`);
  const known = new Map<string, boolean>();
  return (type) => {
    if (exact.has(type)) return true;
    if (type.length > TYPE_CHARS_MAX || patterns.length === 0) return false;
    const before = known.get(type);
    if (before !== undefined) return before;
    const is = pattern.test(type);
    if (known.size < KNOWN_MAX) known.set(type, is);
    return is;
  };
};
/** A provider's names are shorter; a pattern isn't tried on what a sender makes up. */
const TYPE_CHARS_MAX = 120;
const KNOWN_MAX = 5000;

const isStateful = matcher(STATEFUL);
const isStateless = matcher(STATELESS);

/** Whether things of this type hold data; null: we don't know the type. */
export const statefulType = (type: string): boolean | null =>
  isStateful(type) ? true : isStateless(type) ? false : null;
export const isContainer = matcher(CONTAINERS);
export const isOpaque = matcher(OPAQUE);
export const isAccess = matcher(ACCESS);
export const isAuthoritative = matcher(AUTHORITATIVE);
