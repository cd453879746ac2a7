import { cascade } from "../http/provider";
import { type Cli, each, GONE, harmless } from "./cli";
import { LOST_WITH_BACKUPS } from "./lost-with-backups";

export const fly: Cli = {
  names: ["fly", "flyctl"],
  provider: "fly",
  reaches: "the app of the folder's fly.toml",
  environment: "-a --app -c --config",
  flags: "-y --yes --verbose --json -j --force -f",
  values: "-a --app -c --config -t --access-token -o --org",
  commands: {
    ...harmless(
      "status,logs,apps list,machine list,machines list,volumes list,volume list,secrets list,ips list,releases,regions list,auth whoami,config show,checks list,image show,postgres list,version",
    ),
    ...each("apps destroy,destroy", {
      does: ["delete", "recovery_removal"],
      noun: "app",
      type: "fly.app",
      stateful: true,
      deep: true,
      takes: [cascade("Its machines and volumes", "fly.volume", "belongs to the target")],
      undo: LOST_WITH_BACKUPS,
    }),
    ...each("volumes destroy,volumes delete,volume destroy,volume delete,vol destroy", {
      does: ["delete"],
      noun: "volume",
      type: "fly.volume",
      stateful: true,
    }),
    ...each("machine destroy,machines destroy,machine remove,m destroy", {
      does: ["delete"],
      noun: "machine",
      type: "fly.machine",
      stateful: null,
    }),
    ...each(
      "machine stop,machines stop,machine kill,apps restart,machine restart,suspend,apps suspend,scale count",
      { does: ["stop"], noun: "machine", type: "fly.machine" },
    ),
    "secrets unset": {
      does: ["delete"],
      noun: "secret",
      type: "fly.secret",
      stateful: true,
      undo: GONE,
    },
    "secrets set": {
      does: ["overwrite"],
      noun: "secret",
      type: "fly.secret",
      targets: { pick: /^(\w+)=/ },
    },
    ...each("postgres detach,pg detach,ips release", {
      does: ["detach"],
      noun: "attachment",
      type: "fly.attachment",
    }),
    deploy: {
      does: ["replace"],
      noun: "release",
      type: "fly.release",
      targets: { always: "the app's release" },
      flags: "--remote-only --local-only --ha",
      values: "-i --image --strategy --build-arg --env -e",
    },
  },
};
