/** A file that can be imported where `production` and `staging` are registered: the incident's volumes. */
export const EXAMPLE_CSV = `type,pattern,environment,name,criticality,stateful,owner,dependents,recovery_point,taken_at,failure_domain,deletable_by
railway.volume,vol_8f2c,production,pg-data,critical,yes,data@example.com,railway.service:api,Nightly backup,2026-11-24,railway.volume:vol_8f2c,railway token
railway.volume,vol_8f2c,,,,,,,Dump in another account,2026-11-22,aws.account:backups,backup admin
railway.volume,vol_51d0,staging,pg-data-staging,low,yes,,,,,,
`;
