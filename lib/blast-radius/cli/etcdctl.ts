import { type Cli, GONE, harmless } from "./cli";

export const etcdctl: Cli = {
  names: ["etcdctl"],
  provider: "etcd",
  reaches: "the cluster that its options or environment name",
  environment: "--endpoints",
  flags: "-w",
  values: "--endpoints --cacert --cert --key --user --password -w --write-out",
  commands: {
    ...harmless(
      "get,member list,endpoint health,endpoint status,endpoint hashkv,version,lease list,lease timetolive,snapshot status,alarm list,user list,user get,role list,role get,auth status",
      {
        flags:
          "--prefix --keys-only --count-only --from-key --cluster --print-value-only --hex --insecure-transport",
        values: "--limit --rev --sort-by --order --consistency",
      },
    ),
    put: { does: ["overwrite"], noun: "key", type: "etcd.key", targets: { only: "first" } },
    del: {
      does: ["delete"],
      noun: "key",
      type: "etcd.key",
      stateful: true,
      undo: GONE,
      when: [{ options: "--prefix --from-key", does: [], deep: true }],
    },
    "member remove": { does: ["detach"], noun: "member", type: "etcd.member" },
    "snapshot save": { does: ["overwrite"], noun: "file", type: "file" },
    "snapshot restore": { does: ["overwrite"], noun: "data folder", type: "file" },
    "lease revoke": { does: ["delete"], noun: "lease", type: "etcd.lease", stateful: true },
    "user delete": { does: ["permission_change"], noun: "user", type: "etcd.user" },
    compact: {
      does: ["recovery_removal"],
      noun: "history",
      type: "etcd.history",
      undo: GONE,
      targets: { always: "old revisions" },
    },
  },
};
