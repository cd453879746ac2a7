import { type Cli, type CliRule, each, GONE, harmless, type Variant } from "./cli";
import { KUSTOMIZE } from "./kubectl";

/** What surely only reads, of those that on-call people ask most. */
const READS: Readonly<Record<string, string>> = {
  vault:
    "status,version,kv get,kv list,kv metadata get,list,token lookup,policy list,policy read,auth list,secrets list,audit list,operator members,operator raft list-peers",
  consul:
    "members,info,version,kv get,catalog nodes,catalog services,catalog datacenters,operator raft list-peers,intention list,acl policy list,acl token list",
  nomad:
    "status,version,job status,job history,job inspect,job plan,job deployments,node status,alloc status,alloc logs,alloc fs,eval status,eval list,deployment status,deployment list,server members,operator raft list-peers,namespace list",
  argocd:
    "version,app get,app list,app diff,app history,app manifests,app logs,app resources,cluster list,cluster get,repo list,proj list,proj get",
  flux: "get,check,version,logs,events,tree,stats,export",
  istioctl: "version,proxy-status,ps,proxy-config,pc,analyze",
  velero:
    "version,get,describe,backup get,backup describe,backup logs,restore get,restore describe,restore logs,schedule get,schedule describe,backup-location get",
  restic: "snapshots,stats,ls,find,diff,version",
  ceph: "status,-s,health,health detail,df,version,versions,osd tree,osd df,osd stat,mon stat,pg stat",
  virsh: "list,dominfo,domstate,nodeinfo,pool-list,net-list,snapshot-list,version",
  borg: "list,info",
  rclone: "ls,lsd,lsl,lsf,size,listremotes,about,version",
  mc: "ls,stat,du,tree,version info",
  pgbackrest: "info,version",
  crictl:
    "ps,pods,images,img,inspect,inspecti,inspectp,logs,stats,statsp,info,version,imagefsinfo,events",
  ctr: "version,containers ls,containers list,containers info,container ls,c ls,c list,images ls,image ls,i ls,tasks ls,task ls,t ls,namespaces ls,ns ls,snapshots ls,content ls,plugins ls",
  bq: "ls,show,head,version,help,info",
  kind: "version,get clusters,get nodes,get kubeconfig",
  minikube: "status,ip,version,profile list,addons list,service list,node list",
  k3d: "version,cluster list,node list",
  eksctl: "version,info,get",
  cilium: "version,status",
  linkerd: "version,check,viz stat,viz edges,viz top,viz routes",
  talosctl:
    "version,services,dmesg,health,memory,processes,containers,stats,ls,list,disks,etcd members,etcd status,get,logs",
  tkn: "version,pipeline list,pipelinerun list,pipelinerun logs,pipelinerun describe,taskrun list,taskrun logs,taskrun describe,task list",
  wrangler:
    "whoami,deployments list,versions list,kv namespace list,d1 list,r2 bucket list,secret list",
  supabase: "status,projects list,migration list,functions list,secrets list",
  firebase: "projects:list,apps:list,functions:list,functions:log,hosting:sites:list",
  rbd: "ls,list,info,du,snap ls,showmapped,status,diff",
  rados: "lspools,ls,df,stat",
  "wal-g": "backup-list",
  barman: "list-server,list-servers,list-backup,list-backups,show-server,show-backup,check,status",
  flyway: "info,version",
};
const STARTS_ANOTHER = "It names a program to run.";
/** Words of theirs by which they do more than to read. */
const DO_MORE: Readonly<Record<string, readonly Variant[]>> = {
  talosctl: [{ operand: /^(start|stop|restart)$/, does: ["stop"] }],
  ceph: [{ operand: /^(un)?mute$/, does: [], unsure: "It hides an alarm, or shows it again." }],
  // `:sftp,ssh=…:`
  rclone: [{ operand: /^:|,.*=/, does: [], unsure: STARTS_ANOTHER }],
  restic: [
    { options: "-o --option", value: /command|program|args/, does: [], unsure: STARTS_ANOTHER },
  ],
};
const CLOUDS = ["hcloud", "scw", "linode-cli", "oci", "neonctl", "pscale"];
/** What of SQLite's own shell only reads: `writefile` and its like are functions of a SELECT. */
const PLAIN_SQLITE =
  /^(\.(tables|schema|indexes|databases)( [\w.%]+)?|(select|explain)\b(?!.*(writefile|readfile|load_extension|edit|eval|;\s*\S)).*)$/is;
/** What some of them do besides. */
const MORE: Readonly<Record<string, Record<string, CliRule>>> = {
  sqlite3: {
    "*": {
      does: [],
      noun: "database",
      type: "sqlite.database",
      stateful: true,
      deep: true,
      targets: { only: "first" },
      flags:
        "-readonly -header -noheader -csv -json -line -column -list -box -markdown -table -batch -bail -safe",
      values: "-separator -nullvalue",
      unsure: "Countersign doesn't read its statements.",
      when: [
        { operand: /\b(drop|delete|truncate)\b/i, does: ["delete"] },
        { operand: PLAIN_SQLITE, does: [], instead: true },
        // The file stands first, then one text.
        {
          firstUnlike: /^[\w./-]+\.(db3?|sqlite3?)$/,
          does: [],
          unsure: "Which of its words is the statement?",
        },
        { operandsMin: 3, does: [], unsure: "It is given more than one text." },
      ],
    },
  },
  bq: {
    query: {
      does: ["unknown"],
      noun: "statement",
      type: "bigquery.statement",
      targets: { only: "none" },
      flags: "--use_legacy_sql --nouse_legacy_sql --use_cache",
      values: "--format --location --project_id --max_rows -n",
      dry: "--dry_run --dry_run=true",
    },
  },
  kustomize: {
    version: { does: [], targets: { only: "none" } },
    build: KUSTOMIZE,
  },
};
/** What a word of theirs makes milder than it is: to disable an engine is to delete what it holds. */
const DELETES: Readonly<Record<string, string>> = { vault: "secrets disable,auth disable" };
/** Their options are whole words behind one dash. */
const SINGLE_DASH = ["sqlite3", "vault", "consul", "nomad", "packer"];
const OPTIONS = {
  flags:
    "-a -A -d -w -q -l -t -detailed -wan -tags -recurse -keys -short -json -verbose -stats -evaluations -allocs -self --deep --schema --quiet --digests --no-trunc --previous --timestamps --show-managed-fields --hard-refresh --show-params --cluster --refresh-status --insecure --all-clusters --all-namespaces --watch --follow --details --latest --json --verbose --show-labels --refresh --no-lock --human-readable --long --all",
  values:
    "-n -o -f -field --project_id --max_results --max_rows --region --profile --address --context --app --server --dest --revision --lines --label --state --id --image --nodes -field -format -namespace -job -mount --namespace --output --field --format --selector --tail --since --kind --name --path --tag --host --max-depth",
};

/** Platforms whose commands say by their own words what they do. */
export const others: readonly Cli[] = [
  "wrangler",
  "netlify",
  "supabase",
  "firebase",
  "render",
  "neonctl",
  "pscale",
  "turso",
  "scw",
  "hcloud",
  "linode-cli",
  "oci",
  "ibmcloud",
  "cf",
  "nomad",
  "consul",
  "vault",
  "eksctl",
  "kops",
  "argocd",
  "flux",
  "istioctl",
  "glab",
  "circleci",
  "serverless",
  "sls",
  "cdk",
  "sam",
  "copilot",
  "ecs-cli",
  "eb",
  "amplify",
  "mc",
  "s3cmd",
  "rclone",
  "restic",
  "borg",
  "velero",
  "virsh",
  "vagrant",
  "multipass",
  "lxc",
  "incus",
  "qm",
  "pct",
  "VBoxManage",
  "packer",
  "crictl",
  "ctr",
  "minikube",
  "kind",
  "k3d",
  "prisma",
  "sequelize",
  "knex",
  "alembic",
  "flyway",
  "liquibase",
  "influx",
  "cqlsh",
  "clickhouse-client",
  "sqlite3",
  "bq",
  "cbq",
  "curator_cli",
  "pgbackrest",
  "barman",
  "wal-g",
  "xtrabackup",
  "pvesh",
  "pvesm",
  "pveum",
  "ceph",
  "rbd",
  "rados",
  "helmfile",
  "kustomize",
  "tkn",
  "kn",
  "linkerd",
  "cilium",
  "clusterctl",
  "talosctl",
].map((name) => ({
  names: [name],
  provider: name.toLowerCase(),
  reaches: "what its configuration names",
  environment: "--profile --project --context --env --environment --account -n --namespace",
  optionsTakeValues: true,
  flags: "-y --yes -f --force -q --quiet",
  ...(SINGLE_DASH.includes(name) ? { singleDash: true as const } : {}),
  commands: {
    ...(Object.hasOwn(READS, name)
      ? harmless(READS[name] ?? "", { ...OPTIONS, when: DO_MORE[name] ?? [] })
      : {}),
    ...(Object.hasOwn(DELETES, name)
      ? each(DELETES[name] ?? "", {
          does: ["delete"],
          noun: "engine",
          type: `${name}.engine`,
          stateful: true,
          deep: true,
          undo: GONE,
        })
      : {}),
    "*": {
      does: [],
      noun: "resource",
      type: `${name.toLowerCase()}.resource`,
      stateful: null,
      deep: true,
      targets: { only: "last" },
      words: CLOUDS.includes(name) ? "cloud" : "strict",
    },
    ...MORE[name],
  },
}));
